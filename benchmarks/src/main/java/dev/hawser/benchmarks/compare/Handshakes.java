package dev.hawser.benchmarks.compare;

/** How a connection of TLS begins. */
enum Handshakes {
    /** With the server's certificate and its signature. */
    FULL("-new"),
    /** With the ticket of the connection before. */
    RESUMED("-reuse");

    private final String option;

    Handshakes(String option) {
        this.option = option;
    }

    /** What {@code openssl s_time} calls it. */
    String option() {
        return option;
    }
}
