package dev.hawser.config;

import java.util.Locale;
import java.util.Optional;

/** A protocol of a service or a route, as Kong spells it. */
public enum Protocol {
    HTTP,
    HTTPS,
    GRPC,
    GRPCS,
    WS,
    WSS,
    TCP,
    TLS,
    UDP,
    TLS_PASSTHROUGH;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** How the declarative format spells it: {@code "http"}. */
    public String text() {
        return text;
    }

    /** Whether connections of this protocol are secured by TLS. */
    public boolean secure() {
        return switch (this) {
            case HTTPS, GRPCS, WSS, TLS, TLS_PASSTHROUGH -> true;
            case HTTP, GRPC, WS, TCP, UDP -> false;
        };
    }

    /** Whether it is gRPC, which goes over HTTP/2. */
    public boolean grpc() {
        return this == GRPC || this == GRPCS;
    }

    public static Optional<Protocol> parse(String text) {
        for (Protocol protocol : values()) {
            if (protocol.text.equals(text)) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }
}
