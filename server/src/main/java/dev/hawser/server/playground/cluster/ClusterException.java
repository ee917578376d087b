package dev.hawser.server.playground.cluster;

/** A control plane cannot do what it was asked to; the message says what, where and what was expected. */
public final class ClusterException extends Exception {

    private static final long serialVersionUID = 1;

    ClusterException(String message) {
        super(message);
    }

    ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
