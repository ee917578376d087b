package dev.hawser.proxy.http.exchange;

/** Every way in which an exchange can fail. {@link FailureReply} says what each of them is answered with. */
public enum ProxyFailure {
    /** The request breaks the rules of HTTP, or is ambiguous. */
    MALFORMED_REQUEST(Side.CLIENT, Retry.NEVER),
    REQUEST_LINE_TOO_LONG(Side.CLIENT, Retry.NEVER),
    REQUEST_HEAD_TOO_LARGE(Side.CLIENT, Retry.NEVER),
    REQUEST_BODY_TOO_LARGE(Side.CLIENT, Retry.NEVER),
    UNSUPPORTED_TRANSFER_CODING(Side.CLIENT, Retry.NEVER),
    UNSUPPORTED_VERSION(Side.CLIENT, Retry.NEVER),
    METHOD_NOT_ALLOWED(Side.CLIENT, Retry.NEVER),
    /** The client stopped sending its body, or stopped taking the response. */
    CLIENT_TIMEOUT(Side.CLIENT, Retry.NEVER),
    /**
     * A call of gRPC that the client may go on with, and whose response did not begin, was silent for the service's read
     * timeout: the endpoint may have been waiting for the client.
     */
    CALL_SILENT(Side.CLIENT, Retry.NEVER),
    /** The client closed its connection before it had the whole response. */
    CLIENT_GONE(Side.CLIENT, Retry.NEVER),

    NO_ROUTE(Side.GATEWAY, Retry.NEVER),
    /** The route that matched has no service. Routes of disabled services match nothing. */
    NO_SERVICE(Side.GATEWAY, Retry.NEVER),
    /** The route that matched takes TLS connections only. */
    HTTPS_REQUIRED(Side.GATEWAY, Retry.NEVER),
    /** The route that matched takes gRPC only, and this is another request. */
    GRPC_REQUIRED(Side.GATEWAY, Retry.NEVER),
    /** The route that matched takes gRPC only, and this is gRPC over HTTP/1.1. */
    HTTP_2_REQUIRED(Side.GATEWAY, Retry.NEVER),
    /** The route that matched takes gRPC over TLS only. */
    GRPCS_REQUIRED(Side.GATEWAY, Retry.NEVER),
    /** The balancer has no endpoint to offer. */
    NO_ENDPOINT(Side.GATEWAY, Retry.NEVER),
    /** The endpoint of the request's session is gone or cannot be reached, and the session is not given to another. */
    SESSION_LOST(Side.GATEWAY, Retry.NEVER),
    /** An error in the gateway itself. */
    INTERNAL(Side.GATEWAY, Retry.NEVER),

    NAME_RESOLUTION(Side.UPSTREAM, Retry.ALWAYS),
    CONNECT_REFUSED(Side.UPSTREAM, Retry.ALWAYS),
    CONNECT_TIMEOUT(Side.UPSTREAM, Retry.ALWAYS),
    CONNECT_TLS(Side.UPSTREAM, Retry.ALWAYS),
    /** The endpoint does not speak HTTP/2, which its service asks for. */
    CONNECT_HTTP_2(Side.UPSTREAM, Retry.ALWAYS),
    /** The endpoint did nothing with the request, and said so (RFC 9113 section 8.7). */
    REQUEST_REFUSED(Side.UPSTREAM, Retry.ALWAYS),
    /** The endpoint closed the connection before its response began. */
    CONNECTION_LOST(Side.UPSTREAM, Retry.IF_REPEATABLE),
    WRITE_TIMEOUT(Side.UPSTREAM, Retry.NEVER),
    READ_TIMEOUT(Side.UPSTREAM, Retry.NEVER),
    /** The response breaks the rules of HTTP, or is ambiguous. */
    INVALID_RESPONSE(Side.UPSTREAM, Retry.NEVER),
    /** The response ended before its end. */
    RESPONSE_CUT_OFF(Side.UPSTREAM, Retry.NEVER),
    /** The response began and then paused for longer than the service's read timeout. */
    RESPONSE_STALLED(Side.UPSTREAM, Retry.NEVER),
    /** The endpoint left its upstream longer ago than what goes on with it may last. */
    ENDPOINT_GONE(Side.UPSTREAM, Retry.IF_REPEATABLE);

    /** Whose fault it is. */
    public enum Side {
        CLIENT,
        GATEWAY,
        UPSTREAM
    }

    /** Whether another endpoint may be tried. */
    public enum Retry {
        NEVER,
        /** When the method is idempotent (RFC 9110 section 9.2.2) and the body can be sent again. */
        IF_REPEATABLE,
        /** For any request: nothing of it was sent. */
        ALWAYS
    }

    private final Side side;
    private final Retry retry;

    ProxyFailure(Side side, Retry retry) {
        this.side = side;
        this.retry = retry;
    }

    public Side side() {
        return side;
    }

    public Retry retry() {
        return retry;
    }
}
