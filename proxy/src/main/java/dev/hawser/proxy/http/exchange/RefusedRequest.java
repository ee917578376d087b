package dev.hawser.proxy.http.exchange;

/**
 * A request that was answered without an exchange, for its head could not be read. Nothing of it is kept: what is no HTTP has
 * no method and no path.
 *
 * @param failure why it was refused
 * @param status what it was answered with
 * @param clientAddress the address of the client's end of the connection, without its port
 * @param requestId the id that the response tells
 * @param bytesReceived what was read of it, and of what came with it, in octets
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
        long endedNanos) {}
