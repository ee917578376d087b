package dev.hawser.server.push;

/** A gateway that answers, but cannot be configured. Its message says what is expected of it. */
public final class IncompatibleGatewayException extends Exception {

    private static final long serialVersionUID = 1;

    IncompatibleGatewayException(String message) {
        super(message);
    }
}
