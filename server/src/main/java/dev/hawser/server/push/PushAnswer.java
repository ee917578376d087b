package dev.hawser.server.push;

import dev.hawser.kubernetes.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What became of a configuration that a gateway was told. */
public sealed interface PushAnswer {

    /** It is being served, now or already before. */
    record Taken() implements PushAnswer {}

    /**
     * The gateway found it wrong and goes on with what it has; the same one would be found wrong again.
     *
     * @param problems what is wrong, by the objects that it was made of, as far as they are named
     * @param message what the gateway says in short
     * @param body what it said, as it was: it may show private keys
     */
    record Rejected(List<Problem> problems, String message, String body) implements PushAnswer {

        public Rejected {
            problems = List.copyOf(problems);
        }
    }

    /**
     * It was not looked at; to be told again.
     *
     * @param failure what kind of failure it is
     * @param reason what happened
     * @param after how long to wait at least, as the gateway asks
     */
    record Failed(Failure failure, String reason, Duration after) implements PushAnswer {}

    /** The kinds of failures, by the names that Kong Ingress Controller's metrics give them. */
    enum Failure {
        NETWORK,
        CONFLICT,
        OTHER;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
