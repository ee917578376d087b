package dev.hawser.proxy.health;

import dev.hawser.config.Healthchecks;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What counts as a success and as a failure, and how much of each makes a difference. Defaults are those of Kong Gateway
 * 3.9, entity {@code upstreams}.
 *
 * @param healthyStatuses the statuses that count as a success
 * @param unhealthyStatuses the statuses that count as a failure, unless they are healthy ones too
 * @param successes successes in a row that make an endpoint healthy, 0 to 255; 0 never does
 * @param httpFailures failing statuses that make it unhealthy, 0 to 255; 0 never does
 * @param tcpFailures failed connections that make it unhealthy, 0 to 255; 0 never does
 * @param timeouts timeouts that make it unhealthy, 0 to 255; 0 never does
 */
public record Thresholds(
        Statuses healthyStatuses,
        Statuses unhealthyStatuses,
        int successes,
        int httpFailures,
        int tcpFailures,
        int timeouts) {

    /** Nothing ever makes a difference. */
    static final Thresholds NONE = new Thresholds(Statuses.of(), Statuses.of(), 0, 0, 0, 0);

    private static final Statuses ACTIVE_HEALTHY = Statuses.of(200, 302);
    private static final Statuses ACTIVE_UNHEALTHY = Statuses.of(429, 404, 500, 501, 502, 503, 504, 505);
    private static final Statuses PASSIVE_HEALTHY = new Statuses(
            IntStream.of(200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 306, 307, 308)
                    .boxed()
                    .toList());
    private static final Statuses PASSIVE_UNHEALTHY = Statuses.of(429, 500, 503);

    static Thresholds active(Healthchecks.@Nullable Healthy healthy, Healthchecks.@Nullable Unhealthy unhealthy) {
        return of(healthy, ACTIVE_HEALTHY, unhealthy, ACTIVE_UNHEALTHY);
    }

    static Thresholds passive(Healthchecks.@Nullable Healthy healthy, Healthchecks.@Nullable Unhealthy unhealthy) {
        return of(healthy, PASSIVE_HEALTHY, unhealthy, PASSIVE_UNHEALTHY);
    }

    private static Thresholds of(
            Healthchecks.@Nullable Healthy healthy,
            Statuses defaultHealthy,
            Healthchecks.@Nullable Unhealthy unhealthy,
            Statuses defaultUnhealthy) {
        return new Thresholds(
                healthy == null ? defaultHealthy : statuses(healthy.httpStatuses(), defaultHealthy),
                unhealthy == null ? defaultUnhealthy : statuses(unhealthy.httpStatuses(), defaultUnhealthy),
                healthy == null ? 0 : count(healthy.successes()),
                unhealthy == null ? 0 : count(unhealthy.httpFailures()),
                unhealthy == null ? 0 : count(unhealthy.tcpFailures()),
                unhealthy == null ? 0 : count(unhealthy.timeouts()));
    }

    private static Statuses statuses(@Nullable List<Integer> codes, Statuses otherwise) {
        return codes == null ? otherwise : new Statuses(codes);
    }

    private static int count(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    /** Whether anything can make an endpoint unhealthy. */
    boolean canFail() {
        return httpFailures > 0 || tcpFailures > 0 || timeouts > 0;
    }
}
