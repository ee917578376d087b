package dev.hawser.proxy.accesslog;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.balancing.SessionOutcome;
import dev.hawser.proxy.http.codec.FieldName;
import dev.hawser.proxy.http.codec.ProtocolVersion;
import dev.hawser.proxy.http.exchange.ExchangeSummary;
import dev.hawser.proxy.http.exchange.Phase;
import dev.hawser.proxy.http.exchange.ProxyFailure;
import dev.hawser.proxy.http.exchange.RefusedRequest;
import dev.hawser.proxy.runtime.RouteRuntime;
import org.jspecify.annotations.Nullable;

/**
 * What is logged of one request. Filled on an event loop, where that allocates nothing once it was used before, and read by
 * the writer; the ring that it belongs to says whose it is.
 */
final class AccessEntry {

    /** How much is kept of a User-Agent, and of a Referer, in octets. */
    static final int FIELD_BYTES = 1024;

    /** How much is kept of a target, in characters: a waiting entry must not hold much. */
    static final int TARGET_CHARACTERS = 8192;

    private static final byte[] NOTHING = {};

    String clientAddress = "";

    @Nullable
    String method;

    String target = "";
    ProtocolVersion version = ProtocolVersion.HTTP_1_1;
    String host = "";
    String scheme = "";
    String requestId = "";
    int status;
    int tries;
    SessionOutcome session = SessionOutcome.NONE;

    @Nullable
    RouteRuntime route;

    @Nullable
    Endpoint endpoint;

    @Nullable
    ProxyFailure failure;

    long bytesReceived;
    long bytesSent;
    long bodyBytesSent;
    long endedNanos;
    long connectionNanos;
    long routedNanos;
    long chosenNanos;
    long connectedNanos;
    long sentNanos;
    long respondedNanos;
    long totalNanos;
    /** User-Agent and Referer, one behind the other. */
    byte[] fields = NOTHING;

    int agentLength;
    int refererLength;

    void fill(ExchangeSummary exchange) {
        clientAddress = exchange.request().clientAddress();
        method = exchange.request().method();
        String sent = exchange.target();
        target = sent.length() > TARGET_CHARACTERS ? sent.substring(0, TARGET_CHARACTERS) : sent;
        version = exchange.version();
        host = exchange.request().host();
        scheme = exchange.request().secure() ? "https" : "http";
        requestId = exchange.requestId();
        status = exchange.reportedStatus();
        tries = exchange.tries();
        session = exchange.session();
        route = exchange.route();
        endpoint = exchange.endpoint();
        failure = exchange.failure();
        bytesReceived = exchange.bytesReceived();
        bytesSent = exchange.bytesSent();
        bodyBytesSent = exchange.bodyBytesSent();
        endedNanos = exchange.endedNanos();
        connectionNanos = exchange.connectionNanos();
        routedNanos = exchange.reachedNanos(Phase.ROUTED);
        chosenNanos = exchange.reachedNanos(Phase.ENDPOINT_CHOSEN);
        connectedNanos = exchange.reachedNanos(Phase.CONNECTED);
        sentNanos = exchange.reachedNanos(Phase.REQUEST_SENT);
        respondedNanos = exchange.reachedNanos(Phase.RESPONSE_STARTED);
        totalNanos = exchange.totalNanos();
        fillFields(exchange);
    }

    private void fillFields(ExchangeSummary exchange) {
        agentLength = Math.min(exchange.fieldLength(FieldName.USER_AGENT), FIELD_BYTES);
        refererLength = Math.min(exchange.fieldLength(FieldName.REFERER), FIELD_BYTES);
        int needed = Math.max(agentLength, 0) + Math.max(refererLength, 0);
        if (needed > fields.length) {
            fields = new byte[Math.max(256, Integer.highestOneBit(needed) * 2)];
        }
        if (agentLength > 0) {
            exchange.copyField(FieldName.USER_AGENT, fields, 0, agentLength);
        }
        if (refererLength > 0) {
            exchange.copyField(FieldName.REFERER, fields, Math.max(agentLength, 0), refererLength);
        }
    }

    void fill(RefusedRequest request) {
        clientAddress = request.clientAddress();
        method = null;
        requestId = request.requestId();
        status = request.status();
        tries = 0;
        session = SessionOutcome.NONE;
        failure = request.failure();
        bytesReceived = request.bytesReceived();
        bytesSent = request.bytesSent();
        bodyBytesSent = request.bodyBytesSent();
        endedNanos = request.endedNanos();
        connectionNanos = request.connectionNanos();
        agentLength = -1;
        refererLength = -1;
    }

    /** Lets go of what it refers to, which may be as large as a configuration. */
    void clear() {
        route = null;
        endpoint = null;
        target = "";
        host = "";
    }
}
