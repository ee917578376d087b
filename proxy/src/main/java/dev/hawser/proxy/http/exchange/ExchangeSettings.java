package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.codec.DownstreamCodec;
import dev.hawser.proxy.http.codec.HeadLimits;
import java.time.Duration;

/**
 * How exchanges go.
 *
 * @param serverToken how the gateway names itself in Via and Server, a product token (RFC 9110 section 10.1.5)
 * @param realIp how the address of a client is found, and whose forwarded fields are believed
 * @param limits how much of a request's head is read
 * @param maxBodyBytes how long a request's body may be, in bytes; 0 to {@link #UNLIMITED}, which is Kong's default
 * @param headTimeout how long a client may take for a head from its first octet, and on a new connection until that
 *     octet
 * @param keepAliveTimeout how long a client's connection may be idle between requests
 * @param bodyTimeout how long two pieces of a request's body may lie apart
 * @param sendTimeout how long a client may take nothing of a response
 * @param minRate how many bytes a second a client that is waited for must send of a body within {@code bodyTimeout}, and
 *     take of a response within {@code sendTimeout}; 0 for no such rate
 */
public record ExchangeSettings(
        String serverToken,
        RealIp realIp,
        HeadLimits limits,
        long maxBodyBytes,
        Duration headTimeout,
        Duration keepAliveTimeout,
        Duration bodyTimeout,
        Duration sendTimeout,
        long minRate) {

    /** What IIS and Kestrel ask for, in bytes a second: a line of 2400 bit/s. nginx asks for none. */
    public static final long DEFAULT_MIN_RATE = 240;

    /** The greatest least rate, in bytes a second: more would end clients on ordinary lines. */
    public static final long MAX_MIN_RATE = 1 << 20;

    /** Bodies may be as long as they like. */
    public static final long UNLIMITED = DownstreamCodec.UNLIMITED;

    /** The defaults of nginx: 60 seconds each, 75 between requests. */
    public static final ExchangeSettings DEFAULT = new ExchangeSettings(
            "hawser",
            RealIp.DEFAULT,
            HeadLimits.DEFAULT,
            UNLIMITED,
            Duration.ofSeconds(60),
            Duration.ofSeconds(75),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            DEFAULT_MIN_RATE);

    public ExchangeSettings {
        if (maxBodyBytes < 0) {
            throw new IllegalArgumentException("request body: " + maxBodyBytes + " bytes (expected: at least 0)");
        }
        if (minRate < 0 || minRate > MAX_MIN_RATE) {
            throw new IllegalArgumentException(
                    "least rate: " + minRate + " bytes a second (expected: 0 to " + MAX_MIN_RATE + ")");
        }
    }

    public ExchangeSettings withServerToken(String token) {
        return new ExchangeSettings(
                token, realIp, limits, maxBodyBytes, headTimeout, keepAliveTimeout, bodyTimeout, sendTimeout, minRate);
    }

    public ExchangeSettings withRealIp(RealIp other) {
        return new ExchangeSettings(
                serverToken,
                other,
                limits,
                maxBodyBytes,
                headTimeout,
                keepAliveTimeout,
                bodyTimeout,
                sendTimeout,
                minRate);
    }

    public ExchangeSettings withLimits(HeadLimits other) {
        return new ExchangeSettings(
                serverToken,
                realIp,
                other,
                maxBodyBytes,
                headTimeout,
                keepAliveTimeout,
                bodyTimeout,
                sendTimeout,
                minRate);
    }

    public ExchangeSettings withMaxBodyBytes(long bytes) {
        return new ExchangeSettings(
                serverToken, realIp, limits, bytes, headTimeout, keepAliveTimeout, bodyTimeout, sendTimeout, minRate);
    }

    public ExchangeSettings withTimeouts(Duration head, Duration keepAlive, Duration body, Duration send) {
        return new ExchangeSettings(serverToken, realIp, limits, maxBodyBytes, head, keepAlive, body, send, minRate);
    }

    public ExchangeSettings withMinRate(long bytesPerSecond) {
        return new ExchangeSettings(
                serverToken,
                realIp,
                limits,
                maxBodyBytes,
                headTimeout,
                keepAliveTimeout,
                bodyTimeout,
                sendTimeout,
                bytesPerSecond);
    }
}
