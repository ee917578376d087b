package dev.hawser.proxy.balancing;

import org.jspecify.annotations.Nullable;

/**
 * The endpoint chosen for one try of a request.
 *
 * @param endpoint where the request goes
 * @param outcome what became of its session
 * @param setCookie the value of the Set-Cookie field that the response must bring, without {@code ; Secure}, which the
 *     exchange adds on TLS connections; {@code null} when the response brings none
 */
public record Selection(
        Endpoint endpoint, SessionOutcome outcome, @Nullable String setCookie) {}
