package dev.hawser.benchmarks.compare;

/** Where clients connect. */
enum Entrance {
    CLEAR,
    TLS;

    String url(Contender contender, String path) {
        return switch (this) {
            case CLEAR -> "http://127.0.0.1:" + contender.port() + path;
            case TLS -> "https://127.0.0.1:" + contender.securePort() + path;
        };
    }
}
