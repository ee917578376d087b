package dev.hawser.server.playground.node.app;

/** What was received is no request that can be answered; the message is for the client. */
final class BadRequestException extends Exception {

    private static final long serialVersionUID = 1;

    BadRequestException(String message) {
        super(message);
    }
}
