package dev.hawser.proxy.health;

import dev.hawser.config.Healthchecks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The active checks of an upstream with every default filled in (Kong Gateway 3.9, entity {@code upstreams}).
 *
 * @param type {@link Type#HTTP} or {@link Type#TCP}
 * @param timeout of a whole probe, from connecting to the status line
 * @param concurrency probes of the upstream under way at once, at least 1
 * @param path what an HTTP probe asks for
 * @param headers fields added to an HTTP probe
 * @param healthyInterval between probes of a healthy endpoint; zero sends none
 * @param unhealthyInterval between probes of an unhealthy endpoint; zero sends none
 * @param healthyStatuses the statuses that count as a success
 * @param unhealthyStatuses the statuses that count as a failure, unless they are healthy ones too
 * @param successes successes in a row that make an endpoint healthy; 0 never does
 * @param httpFailures failing statuses that make it unhealthy; 0 never does
 * @param tcpFailures failed connections that make it unhealthy; 0 never does
 * @param timeouts timeouts that make it unhealthy; 0 never does
 */
public record CheckSettings(
        Healthchecks.Type type,
        Duration timeout,
        int concurrency,
        String path,
        Map<String, List<String>> headers,
        Duration healthyInterval,
        Duration unhealthyInterval,
        Set<Integer> healthyStatuses,
        Set<Integer> unhealthyStatuses,
        int successes,
        int httpFailures,
        int tcpFailures,
        int timeouts) {

    private static final List<Integer> HEALTHY_STATUSES = List.of(200, 302);
    private static final List<Integer> UNHEALTHY_STATUSES = List.of(429, 404, 500, 501, 502, 503, 504, 505);
    private static final Healthchecks.Healthy NO_HEALTHY = new Healthchecks.Healthy(null, null, null);
    private static final Healthchecks.Unhealthy NO_UNHEALTHY = new Healthchecks.Unhealthy(null, null, null, null, null);

    /** What is to be checked; nothing when no interval is set. */
    static Optional<CheckSettings> of(@Nullable Healthchecks healthchecks) {
        Healthchecks.Active active = healthchecks == null ? null : healthchecks.active();
        if (active == null) {
            return Optional.empty();
        }
        Healthchecks.Healthy healthy = active.healthy() == null ? NO_HEALTHY : active.healthy();
        Healthchecks.Unhealthy unhealthy = active.unhealthy() == null ? NO_UNHEALTHY : active.unhealthy();
        int healthyInterval = orElse(healthy.interval(), 0);
        int unhealthyInterval = orElse(unhealthy.interval(), 0);
        if (healthyInterval == 0 && unhealthyInterval == 0) {
            return Optional.empty();
        }
        return Optional.of(new CheckSettings(
                active.type() == null ? Healthchecks.Type.HTTP : active.type(),
                // Kong takes a timeout of 0 for none at all; a probe that never ends would end the checks.
                Duration.ofSeconds(Math.max(1, orElse(active.timeout(), 1))),
                Math.max(1, orElse(active.concurrency(), 10)),
                active.httpPath() == null ? "/" : active.httpPath(),
                active.headers(),
                Duration.ofSeconds(healthyInterval),
                Duration.ofSeconds(unhealthyInterval),
                Set.copyOf(healthy.httpStatuses() == null ? HEALTHY_STATUSES : healthy.httpStatuses()),
                Set.copyOf(unhealthy.httpStatuses() == null ? UNHEALTHY_STATUSES : unhealthy.httpStatuses()),
                orElse(healthy.successes(), 0),
                orElse(unhealthy.httpFailures(), 0),
                orElse(unhealthy.tcpFailures(), 0),
                orElse(unhealthy.timeouts(), 0)));
    }

    private static int orElse(@Nullable Integer value, int other) {
        return value == null ? other : value;
    }
}
