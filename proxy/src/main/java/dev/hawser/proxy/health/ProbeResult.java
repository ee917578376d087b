package dev.hawser.proxy.health;

/** What came of one probe. */
public sealed interface ProbeResult {

    /** An HTTP response came in time; its status decides. */
    record Status(int code) implements ProbeResult {}

    /** The connection was made, and nothing more was asked for. */
    record Connected() implements ProbeResult {}

    /** The connection was refused or broke, or what came is not HTTP. */
    record ConnectionFailed() implements ProbeResult {}

    /** The connection or the response did not come in time. */
    record TimedOut() implements ProbeResult {}

    /** How logs name it: {@code "status 503"}. */
    default String text() {
        return switch (this) {
            case Status status -> "status " + status.code();
            case Connected connected -> "connected";
            case ConnectionFailed failed -> "connection failed";
            case TimedOut timedOut -> "timed out";
        };
    }
}
