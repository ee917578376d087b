package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.codec.HeadLimits;
import java.time.Duration;

/**
 * How exchanges go.
 *
 * @param serverToken how the gateway names itself in Via and Server, a product token (RFC 9110 section 10.1.5)
 * @param trusted whose forwarded fields are believed
 * @param limits how much of a request's head is read
 * @param headTimeout how long a client may take for the head of its first request
 * @param keepAliveTimeout how long a client's connection may be idle between requests
 * @param bodyTimeout how long two pieces of a request's body may lie apart
 * @param sendTimeout how long a client may take nothing of a response
 */
public record ExchangeSettings(
        String serverToken,
        TrustedAddresses trusted,
        HeadLimits limits,
        Duration headTimeout,
        Duration keepAliveTimeout,
        Duration bodyTimeout,
        Duration sendTimeout) {

    /** The defaults of nginx: 60 seconds each, 75 between requests. */
    public static final ExchangeSettings DEFAULT = new ExchangeSettings(
            "hawser",
            TrustedAddresses.NONE,
            HeadLimits.DEFAULT,
            Duration.ofSeconds(60),
            Duration.ofSeconds(75),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));

    public ExchangeSettings withServerToken(String token) {
        return new ExchangeSettings(token, trusted, limits, headTimeout, keepAliveTimeout, bodyTimeout, sendTimeout);
    }

    public ExchangeSettings withTrusted(TrustedAddresses addresses) {
        return new ExchangeSettings(
                serverToken, addresses, limits, headTimeout, keepAliveTimeout, bodyTimeout, sendTimeout);
    }
}
