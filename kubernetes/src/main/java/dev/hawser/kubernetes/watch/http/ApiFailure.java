package dev.hawser.kubernetes.watch.http;

import java.net.HttpURLConnection;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** A request of the API server that failed: it could not be asked, did not answer, or refused. */
public final class ApiFailure extends Exception {

    private static final long serialVersionUID = 1;

    private static final int TOO_MANY_REQUESTS = 429;
    /** A server that asks for more than this is asked again nevertheless. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Reason reason;
    private final int status;
    private final Duration retryAfter;

    /** Why a request failed. */
    public enum Reason {
        /** No connection, or it broke. */
        UNREACHABLE,
        /** The server said nothing for too long. */
        SILENT,
        /** 429: the server asks to be spared. */
        THROTTLED,
        /** 5xx. */
        SERVER_ERROR,
        /** 401: the credentials are none that the server takes. */
        UNAUTHORIZED,
        /** 403: the user may not do that. */
        FORBIDDEN,
        /** 404: there is no such kind, or no such object. */
        NOT_FOUND,
        /** 410: the version that was asked for is too old. */
        GONE,
        /** Any other status. */
        REJECTED,
        /** The answer was not what the API gives. */
        MALFORMED;

        /** Whether it says something about the server as a whole, and not about what was asked for. */
        public boolean concernsServer() {
            return switch (this) {
                case UNREACHABLE, SILENT, THROTTLED, SERVER_ERROR -> true;
                case UNAUTHORIZED, FORBIDDEN, NOT_FOUND, GONE, REJECTED, MALFORMED -> false;
            };
        }
    }

    private ApiFailure(Reason reason, int status, Duration retryAfter, String message) {
        super(message);
        this.reason = reason;
        this.status = status;
        this.retryAfter = retryAfter.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : retryAfter;
    }

    /** A failure without an answer of the server. */
    public static ApiFailure of(Reason reason, String message) {
        return new ApiFailure(reason, 0, Duration.ZERO, message);
    }

    /** A failure without an answer of the server; its message is the innermost one that there is. */
    static ApiFailure unreachable(Throwable cause) {
        Throwable innermost = cause;
        String message = cause.getClass().getSimpleName();
        while (innermost != null) {
            if (innermost.getMessage() != null && !innermost.getMessage().isBlank()) {
                message = innermost.getMessage();
            }
            innermost = innermost.getCause();
        }
        ApiFailure failure = of(Reason.UNREACHABLE, message);
        failure.initCause(cause);
        return failure;
    }

    /**
     * A refusal.
     *
     * @param code the HTTP status
     * @param answer the {@code Status} object that came with it; missing when there was none
     * @param retryAfter how long the header of that name asks to wait; zero when there was none
     */
    static ApiFailure refusal(int code, JsonNode answer, Duration retryAfter) {
        String message = answer.path("message").asString("");
        Duration inBody = Duration.ofSeconds(
                answer.path("details").path("retryAfterSeconds").asInt(0));
        return new ApiFailure(
                reasonOf(code),
                code,
                inBody.compareTo(retryAfter) > 0 ? inBody : retryAfter,
                message.isEmpty() ? "HTTP status " + code : message);
    }

    private static Reason reasonOf(int code) {
        return switch (code) {
            case HttpURLConnection.HTTP_UNAUTHORIZED -> Reason.UNAUTHORIZED;
            case HttpURLConnection.HTTP_FORBIDDEN -> Reason.FORBIDDEN;
            case HttpURLConnection.HTTP_NOT_FOUND -> Reason.NOT_FOUND;
            case HttpURLConnection.HTTP_GONE -> Reason.GONE;
            case TOO_MANY_REQUESTS -> Reason.THROTTLED;
            default -> code >= HttpURLConnection.HTTP_INTERNAL_ERROR ? Reason.SERVER_ERROR : Reason.REJECTED;
        };
    }

    public Reason reason() {
        return reason;
    }

    /** The HTTP status; 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** How long the server asks to wait, at most a minute; zero when it does not. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** What went wrong, with the status if there was one; for logs. */
    public String description() {
        String message = String.valueOf(getMessage());
        return status == 0 ? message : status + ": " + message;
    }
}
