package dev.hawser.config.validation;

import dev.hawser.config.Healthchecks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the health checks of an upstream must fulfil (Kong Gateway 3.9, field {@code upstreams.healthchecks}). */
final class HealthcheckRules {

    private static final int MAX_SECONDS = 65535;
    private static final int MAX_COUNT = 255;

    private HealthcheckRules() {}

    static void check(Healthchecks checks, Place at) {
        Double threshold = checks.threshold();
        if (threshold != null && !(threshold >= 0 && threshold <= 100)) {
            at.field("threshold").report("value should be between 0 and 100");
        }
        if (checks.active() != null) {
            active(checks.active(), at.field("active"));
        }
        Healthchecks.Passive passive = checks.passive();
        if (passive != null) {
            Place place = at.field("passive");
            Healthchecks.Healthy healthy = passive.healthy();
            Healthchecks.Unhealthy unhealthy = passive.unhealthy();
            healthy(healthy, place.field("healthy"));
            unhealthy(unhealthy, place.field("unhealthy"));
            noInterval(healthy == null ? null : healthy.interval(), place.field("healthy"));
            noInterval(unhealthy == null ? null : unhealthy.interval(), place.field("unhealthy"));
        }
    }

    private static void active(Healthchecks.Active active, Place at) {
        Syntax.between(active.timeout(), 0, MAX_SECONDS, at.field("timeout"));
        Syntax.between(active.concurrency(), 1, Integer.MAX_VALUE, at.field("concurrency"));
        if (active.httpPath() != null) {
            requestTarget(active.httpPath(), at.field("http_path"));
        }
        if (active.httpsSni() != null) {
            Syntax.wildcardHost(active.httpsSni(), at.field("https_sni"));
        }
        active.headers().forEach((name, values) -> {
            Place field = at.field("headers").field(name);
            Syntax.headerName(name, field);
            for (int i = 0; i < values.size(); i++) {
                // A gateway writes them into the head of a probe, in ASCII.
                if (values.get(i).chars().anyMatch(c -> c < ' ' || c >= 0x7F)) {
                    field.item(i).report("invalid value (expected: printable ASCII characters)");
                }
            }
        });
        healthy(active.healthy(), at.field("healthy"));
        unhealthy(active.unhealthy(), at.field("unhealthy"));
    }

    /** A probe's target may have a query, so this is less strict than {@link Syntax#path}. */
    private static void requestTarget(String path, Place at) {
        if (!path.startsWith("/")) {
            at.report("should start with: /");
        } else if (path.chars().anyMatch(c -> c <= ' ' || c >= 0x7F || c == '#')) {
            at.report(
                    "invalid path: '" + path + "' (expected: a path without spaces, control characters and fragment)");
        }
    }

    private static void healthy(Healthchecks.@Nullable Healthy healthy, Place at) {
        if (healthy != null) {
            statuses(healthy.httpStatuses(), at.field("http_statuses"));
            Syntax.between(healthy.interval(), 0, MAX_SECONDS, at.field("interval"));
            Syntax.between(healthy.successes(), 0, MAX_COUNT, at.field("successes"));
        }
    }

    private static void unhealthy(Healthchecks.@Nullable Unhealthy unhealthy, Place at) {
        if (unhealthy != null) {
            statuses(unhealthy.httpStatuses(), at.field("http_statuses"));
            Syntax.between(unhealthy.interval(), 0, MAX_SECONDS, at.field("interval"));
            Syntax.between(unhealthy.httpFailures(), 0, MAX_COUNT, at.field("http_failures"));
            Syntax.between(unhealthy.tcpFailures(), 0, MAX_COUNT, at.field("tcp_failures"));
            Syntax.between(unhealthy.timeouts(), 0, MAX_COUNT, at.field("timeouts"));
        }
    }

    private static void statuses(@Nullable List<Integer> statuses, Place at) {
        for (int i = 0; statuses != null && i < statuses.size(); i++) {
            Syntax.between(statuses.get(i), 100, 999, at.item(i));
        }
    }

    private static void noInterval(@Nullable Integer interval, Place at) {
        if (interval != null) {
            at.field("interval").report("unknown field (expected: an interval in active checks only)");
        }
    }
}
