package dev.hawser.config;

import java.util.Locale;
import java.util.Optional;

/** How an upstream chooses a target for a request. */
public enum Algorithm {
    ROUND_ROBIN,
    CONSISTENT_HASHING,
    LEAST_CONNECTIONS,
    LATENCY,
    STICKY_SESSIONS;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** How the declarative format spells it: {@code "round-robin"}. */
    public String text() {
        return text;
    }

    public static Optional<Algorithm> parse(String text) {
        for (Algorithm algorithm : values()) {
            if (algorithm.text.equals(text)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
