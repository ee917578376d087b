package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.connection.ByteCount;

/**
 * A request that had no exchange, for its head could not be read. Nothing of it is kept: what is no HTTP has no method and no
 * path.
 *
 * @param failure why it was refused
 * @param status what it was answered with, or would have been if its stream by HTTP/2 had not been reset
 * @param clientAddress the address of the client's end of the connection, without its port
 * @param requestId the id that the response tells, if it tells one
 * @param bytesReceived what was read of it, and of what came with it, in octets; 0 for a block of fields by HTTP/2 that is
 *     longer than the limit, which is not kept
 * @param bytesSent the response, in octets
 * @param bodyBytesSent the content of the response, in octets
 * @param connectionNanos how long the connection had been there, in nanoseconds
 * @param endedNanos when it was refused, a {@link System#nanoTime()}
 */
public record RefusedRequest(
        ProxyFailure failure,
        int status,
        String clientAddress,
        String requestId,
        long bytesReceived,
        long bytesSent,
        long bodyBytesSent,
        long connectionNanos,
        long endedNanos) {

    /**
     * One that was refused just now.
     *
     * @param bytes counted what was read and written for it
     * @param acceptedNanos when its connection was accepted, a {@link System#nanoTime()}
     */
    static RefusedRequest of(
            ProxyFailure failure, ClientPeer peer, String requestId, ByteCount bytes, long acceptedNanos) {
        long nowNanos = System.nanoTime();
        return new RefusedRequest(
                failure,
                FailureReply.to(failure).status(),
                peer.addressText(),
                requestId,
                bytes.received(),
                bytes.sent(),
                bytes.body(),
                nowNanos - acceptedNanos,
                nowNanos);
    }
}
