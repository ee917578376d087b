package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.balancing.Balancer;
import dev.hawser.proxy.http.codec.MalformedMessage;
import dev.hawser.proxy.http.upstream.ConnectFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * What a failure is answered with.
 *
 * @param status the status code; 0 when there is nobody or nothing left to answer
 * @param message the message of the body, as Kong words it
 * @param unasked the media type when the client names none that it accepts: Kong answers with JSON itself and with plain
 *     text where nginx does
 * @param upgrade the value of Upgrade; {@code null} for none
 * @param level how the failure is logged
 */
record FailureReply(
        int status,
        String message,
        MediaType unasked,
        @Nullable String upgrade,
        Level level) {

    static final int NONE = 0;

    static FailureReply to(ProxyFailure failure) {
        return switch (failure) {
            case MALFORMED_REQUEST -> client(400, "Bad request");
            case REQUEST_LINE_TOO_LONG -> client(414, "URI too long");
            case REQUEST_HEAD_TOO_LARGE -> client(431, "Request header or cookie too large");
            case REQUEST_BODY_TOO_LARGE -> client(413, "Payload too large");
            case UNSUPPORTED_TRANSFER_CODING -> client(501, "Transfer coding not implemented");
            case UNSUPPORTED_VERSION -> client(505, "HTTP version not supported");
            case METHOD_NOT_ALLOWED -> client(405, "Method not allowed");
            case CLIENT_TIMEOUT -> client(408, "Request timeout");
            case CALL_SILENT -> client(504, "The call was silent for too long");
            case CLIENT_GONE -> client(NONE, "");
            case NO_ROUTE -> gateway(404, "no Route matched with those values", Level.DEBUG);
            case NO_SERVICE -> gateway(503, "no Service found with those values", Level.WARN);
            case HTTPS_REQUIRED -> upgrade("Please use HTTPS protocol", "TLS/1.2, HTTP/1.1");
            case GRPC_REQUIRED -> gateway(415, "Non-gRPC request matched gRPC route", Level.DEBUG);
            case HTTP_2_REQUIRED -> upgrade("Please use HTTP2 protocol", "HTTP/2");
            case GRPCS_REQUIRED -> gateway(200, "gRPC request matched gRPCs route", Level.DEBUG);
            case NO_ENDPOINT -> gateway(503, "failure to get a peer from the ring-balancer", Level.WARN);
            case SESSION_LOST -> gateway(503, "the endpoint of the session is not available", Level.INFO);
            case NAME_RESOLUTION -> gateway(503, "name resolution failed", Level.WARN);
            case INTERNAL -> nginx(500, "An unexpected error occurred", Level.ERROR);
            case CONNECT_REFUSED,
                    CONNECT_TLS,
                    CONNECT_HTTP_2,
                    REQUEST_REFUSED,
                    CONNECTION_LOST,
                    ENDPOINT_GONE,
                    INVALID_RESPONSE ->
                nginx(502, "An invalid response was received from the upstream server", Level.WARN);
            case CONNECT_TIMEOUT, WRITE_TIMEOUT, READ_TIMEOUT ->
                nginx(504, "The upstream server is timing out", Level.WARN);
            case RESPONSE_CUT_OFF, RESPONSE_STALLED -> nginx(NONE, "", Level.WARN);
        };
    }

    static ProxyFailure failureOf(MalformedMessage.Reason reason) {
        return switch (reason) {
            case SYNTAX -> ProxyFailure.MALFORMED_REQUEST;
            case REQUEST_LINE_TOO_LONG -> ProxyFailure.REQUEST_LINE_TOO_LONG;
            case HEAD_TOO_LARGE -> ProxyFailure.REQUEST_HEAD_TOO_LARGE;
            case BODY_TOO_LARGE -> ProxyFailure.REQUEST_BODY_TOO_LARGE;
            case UNSUPPORTED_TRANSFER_CODING -> ProxyFailure.UNSUPPORTED_TRANSFER_CODING;
            case UNSUPPORTED_VERSION -> ProxyFailure.UNSUPPORTED_VERSION;
            case METHOD_NOT_ALLOWED -> ProxyFailure.METHOD_NOT_ALLOWED;
        };
    }

    static ProxyFailure failureOf(ConnectFailure failure) {
        return switch (failure) {
            case UNRESOLVED -> ProxyFailure.NAME_RESOLUTION;
            case REFUSED -> ProxyFailure.CONNECT_REFUSED;
            case TIMED_OUT -> ProxyFailure.CONNECT_TIMEOUT;
            case TLS -> ProxyFailure.CONNECT_TLS;
            case NO_HTTP_2 -> ProxyFailure.CONNECT_HTTP_2;
        };
    }

    /** What an exchange fails with that was given no endpoint; the last try that failed, if any, says more. */
    static ProxyFailure failureOf(Balancer.Absence absence, @Nullable ProxyFailure lastTry) {
        return switch (absence) {
            case SESSION_LOST -> ProxyFailure.SESSION_LOST;
            case NO_ENDPOINT -> lastTry == null ? ProxyFailure.NO_ENDPOINT : lastTry;
        };
    }

    private static FailureReply client(int status, String message) {
        return new FailureReply(status, message, MediaType.PLAIN, null, Level.DEBUG);
    }

    private static FailureReply gateway(int status, String message, Level level) {
        return new FailureReply(status, message, MediaType.JSON, null, level);
    }

    private static FailureReply upgrade(String message, String to) {
        return new FailureReply(426, message, MediaType.JSON, to, Level.DEBUG);
    }

    private static FailureReply nginx(int status, String message, Level level) {
        return new FailureReply(status, message, MediaType.PLAIN, null, level);
    }
}
