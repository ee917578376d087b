package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.RequestView;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.balancing.SessionOutcome;
import dev.hawser.proxy.http.codec.FieldName;
import dev.hawser.proxy.http.codec.ProtocolVersion;
import dev.hawser.proxy.runtime.RouteRuntime;
import org.jspecify.annotations.Nullable;

/** What is known of an exchange that ended. Valid during the call that passes it. */
public interface ExchangeSummary {

    /** What {@link #reportedStatus} is when the client left before it got a response: nginx's, as no standard has one. */
    int CLIENT_CLOSED_REQUEST = 499;

    /** What a time is that never came. */
    long NEVER = -1;

    RequestView request();

    /** The request target as the client sent it (RFC 9112 section 3.2): with the query, and maybe with an authority. */
    String target();

    ProtocolVersion version();

    /** 32 hexadecimal digits that no other request has; client and endpoint are told them. */
    String requestId();

    /** How long the value of the first line of a header field of the request is, in octets; -1 without such a line. */
    int fieldLength(FieldName name);

    /** Copies the value of the first line of a header field of the request, or its first octets. */
    void copyField(FieldName name, byte[] to, int at, int count);

    /** The status of the response; 0 when the client got none. */
    int status();

    /** The status of the response; {@value #CLIENT_CLOSED_REQUEST} when the client got none. */
    default int reportedStatus() {
        return status() == 0 ? CLIENT_CLOSED_REQUEST : status();
    }

    /** {@link Phase#COMPLETED} or {@link Phase#FAILED}. */
    Phase phase();

    /** {@code null} when it did not fail. */
    @Nullable
    ProxyFailure failure();

    /** The route that it took; {@code null} when none matched. */
    @Nullable
    RouteRuntime route();

    /** The endpoint of the last try; {@code null} when there was none. */
    @Nullable
    Endpoint endpoint();

    SessionOutcome session();

    /** How many endpoints were tried. */
    int tries();

    /** From the request's head to the choice of the last endpoint, in nanoseconds. */
    long proxyNanos();

    /** From the choice of the last endpoint to the head of its response, in nanoseconds; -1 without a response. */
    long upstreamNanos();

    /** Whether the response is an endpoint's, and not one of the gateway's own. */
    default boolean answeredByEndpoint() {
        return upstreamNanos() != NEVER;
    }

    /** From the request's head to the end, in nanoseconds. */
    long totalNanos();

    /**
     * From the request's head to a phase, in nanoseconds; {@link #NEVER} when it was not reached. Of several tries, the
     * last one's.
     */
    long reachedNanos(Phase phase);

    /** From the acceptance of the connection to the request's head, in nanoseconds. */
    long connectionNanos();

    /** When it ended, a {@link System#nanoTime()}. */
    long endedNanos();

    /** What the client sent, in octets: head, body, and what went through an upgraded connection. */
    long bytesReceived();

    /** What the client was sent, in octets, interim responses and what frames the body among them. */
    long bytesSent();

    /** The content of the response, in octets, without what frames it; 0 for an upgraded connection. */
    long bodyBytesSent();
}
