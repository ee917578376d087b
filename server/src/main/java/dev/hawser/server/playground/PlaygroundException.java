package dev.hawser.server.playground;

/** The playground cannot do what it was asked to; the message says what, where and what was expected. */
public final class PlaygroundException extends Exception {

    private static final long serialVersionUID = 1;

    PlaygroundException(String message) {
        super(message);
    }

    PlaygroundException(String message, Throwable cause) {
        super(message, cause);
    }
}
