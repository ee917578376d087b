package dev.hawser.proxy.health;

/** What one probe, or one try of a proxied request, says of an endpoint. */
public sealed interface CheckResult {

    /**
     * An HTTP response came in time; its status decides.
     *
     * @param code {@value #NO_STATUS} when what came has no status line
     */
    record Status(int code) implements CheckResult {
        public static final int NO_STATUS = 0;
    }

    /** The connection was made, and nothing more was asked for; or a gRPC service says that it serves. */
    record Connected() implements CheckResult {}

    /**
     * A gRPC service says that it does not serve, or nothing that can be understood. Counts as a failing status.
     *
     * @param reason for logs
     */
    record NotServing(String reason) implements CheckResult {}

    /**
     * The connection was refused or broke, or could not be secured.
     *
     * @param reason for logs
     */
    record ConnectionFailed(String reason) implements CheckResult {}

    /** The endpoint's name has no address. Counts as a failed connection. */
    record Unresolved() implements CheckResult {}

    /** The connection or the response did not come in time. */
    record TimedOut() implements CheckResult {}

    /** How logs name it: {@code "status 503"}. */
    default String text() {
        return switch (this) {
            case Status(int code) -> code == Status.NO_STATUS ? "no HTTP status" : "status " + code;
            case Connected _ -> "connected";
            case NotServing(String reason) -> "not serving: " + reason;
            case ConnectionFailed(String reason) -> "connection failed: " + reason;
            case Unresolved _ -> "name has no address";
            case TimedOut _ -> "timed out";
        };
    }
}
