package dev.hawser.server.playground.cluster.programs;

/** The programs of a control plane cannot be had; the message says what is missing and what to do. */
public final class ProgramsException extends Exception {

    private static final long serialVersionUID = 1;

    ProgramsException(String message) {
        super(message);
    }

    ProgramsException(String message, Throwable cause) {
        super(message, cause);
    }
}
