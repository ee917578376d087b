package dev.hawser.server.command;

/** Something the user can mend: its message is one line for standard error, and it ends the command. */
final class UserError extends RuntimeException {

    /** The exit code when the work failed. */
    static final int FAILED = 1;

    /** The exit code when the command line or a setting was wrong. */
    static final int USAGE = 2;

    private static final long serialVersionUID = 1;

    private final int exitCode;

    private UserError(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static UserError failed(String message) {
        return new UserError(FAILED, message);
    }

    static UserError usage(String message) {
        return new UserError(USAGE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
