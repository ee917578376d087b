package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.codec.DownstreamCodec;
import dev.hawser.proxy.http.codec.HeadLimits;
import java.time.Duration;

/**
 * How exchanges go.
 *
 * @param serverToken how the gateway names itself in Via and Server, a product token (RFC 9110 section 10.1.5)
 * @param trusted whose forwarded fields are believed
 * @param limits how much of a request's head is read
 * @param maxBodyBytes how long a request's body may be, in bytes; 0 to {@link #UNLIMITED}, which is Kong's default
 * @param headTimeout how long a client may take for a head from its first octet, and on a new connection until that
 *     octet
 * @param keepAliveTimeout how long a client's connection may be idle between requests
 * @param bodyTimeout how long two pieces of a request's body may lie apart
 * @param sendTimeout how long a client may take nothing of a response
 */
public record ExchangeSettings(
        String serverToken,
        TrustedAddresses trusted,
        HeadLimits limits,
        long maxBodyBytes,
        Duration headTimeout,
        Duration keepAliveTimeout,
        Duration bodyTimeout,
        Duration sendTimeout) {

    /** Bodies may be as long as they like. */
    public static final long UNLIMITED = DownstreamCodec.UNLIMITED;

    /** The defaults of nginx: 60 seconds each, 75 between requests. */
    public static final ExchangeSettings DEFAULT = new ExchangeSettings(
            "hawser",
            TrustedAddresses.NONE,
            HeadLimits.DEFAULT,
            UNLIMITED,
            Duration.ofSeconds(60),
            Duration.ofSeconds(75),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));

    public ExchangeSettings {
        if (maxBodyBytes < 0) {
            throw new IllegalArgumentException("request body: " + maxBodyBytes + " bytes (expected: at least 0)");
        }
    }

    public ExchangeSettings withServerToken(String token) {
        return new ExchangeSettings(
                token, trusted, limits, maxBodyBytes, headTimeout, keepAliveTimeout, bodyTimeout, sendTimeout);
    }

    public ExchangeSettings withTrusted(TrustedAddresses addresses) {
        return new ExchangeSettings(
                serverToken, addresses, limits, maxBodyBytes, headTimeout, keepAliveTimeout, bodyTimeout, sendTimeout);
    }

    public ExchangeSettings withLimits(HeadLimits other) {
        return new ExchangeSettings(
                serverToken, trusted, other, maxBodyBytes, headTimeout, keepAliveTimeout, bodyTimeout, sendTimeout);
    }

    public ExchangeSettings withMaxBodyBytes(long bytes) {
        return new ExchangeSettings(
                serverToken, trusted, limits, bytes, headTimeout, keepAliveTimeout, bodyTimeout, sendTimeout);
    }

    public ExchangeSettings withTimeouts(Duration head, Duration keepAlive, Duration body, Duration send) {
        return new ExchangeSettings(serverToken, trusted, limits, maxBodyBytes, head, keepAlive, body, send);
    }
}
