package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.RequestView;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.balancing.SessionOutcome;
import dev.hawser.proxy.runtime.RouteRuntime;
import org.jspecify.annotations.Nullable;

/** What is known of an exchange that ended. Valid during the call that passes it. */
public interface ExchangeSummary {

    RequestView request();

    /** The status of the response; 0 when the client got none. */
    int status();

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

    /** From the request's head to the end, in nanoseconds. */
    long totalNanos();
}
