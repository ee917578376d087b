package dev.hawser.kubernetes.validation;

import dev.hawser.kubernetes.KongUpstreamPolicySpec.ActiveSpec;
import dev.hawser.kubernetes.KongUpstreamPolicySpec.HealthchecksSpec;
import dev.hawser.kubernetes.KongUpstreamPolicySpec.HealthySpec;
import dev.hawser.kubernetes.KongUpstreamPolicySpec.PassiveSpec;
import dev.hawser.kubernetes.KongUpstreamPolicySpec.UnhealthySpec;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the health checks of a policy have to keep to; see {@link UpstreamPolicyRules}. */
final class HealthcheckRules {

    private static final List<String> TYPES = List.of("http", "https", "tcp", "grpc", "grpcs");
    private static final Pattern HTTP_PATH = Pattern.compile("^/.*$");
    private static final int MAX_SECONDS = 65535;
    private static final int MAX_COUNT = 255;

    private HealthcheckRules() {}

    static void check(Checks checks, String path, @Nullable HealthchecksSpec healthchecks) {
        if (healthchecks == null) {
            return;
        }
        checks.range(path + ".threshold", healthchecks.threshold(), 0, 100);
        if (healthchecks.active() != null) {
            checkActive(checks, path + ".active", healthchecks.active());
        }
        if (healthchecks.passive() != null) {
            checkPassive(checks, path + ".passive", healthchecks.passive());
        }
    }

    private static void checkActive(Checks checks, String path, ActiveSpec active) {
        checks.oneOf(path + ".type", active.type(), TYPES);
        checks.range(path + ".concurrency", active.concurrency(), 1, Integer.MAX_VALUE);
        checks.range(path + ".timeout", active.timeout(), 0, MAX_SECONDS);
        checks.matches(path + ".httpPath", active.httpPath(), HTTP_PATH);
        if (active.headers() != null) {
            checkHeaders(checks, path + ".headers", active.headers());
        }
        checkHealthy(checks, path + ".healthy", active.healthy());
        checkUnhealthy(checks, path + ".unhealthy", active.unhealthy());
    }

    private static void checkPassive(Checks checks, String path, PassiveSpec passive) {
        checks.oneOf(path + ".type", passive.type(), TYPES);
        HealthySpec healthy = passive.healthy();
        if (healthy != null && healthy.interval() != null) {
            checks.add(path + ".healthy.interval", path + ".healthy.interval must not be set.");
        }
        UnhealthySpec unhealthy = passive.unhealthy();
        if (unhealthy != null && unhealthy.interval() != null) {
            checks.add(path + ".unhealthy.interval", path + ".unhealthy.interval must not be set.");
        }
        checkHealthy(checks, path + ".healthy", healthy);
        checkUnhealthy(checks, path + ".unhealthy", unhealthy);
    }

    private static void checkHealthy(Checks checks, String path, @Nullable HealthySpec healthy) {
        if (healthy == null) {
            return;
        }
        checkStatuses(checks, path + ".httpStatuses", healthy.httpStatuses());
        checks.range(path + ".interval", healthy.interval(), 0, MAX_SECONDS);
        checks.range(path + ".successes", healthy.successes(), 0, MAX_COUNT);
    }

    private static void checkUnhealthy(Checks checks, String path, @Nullable UnhealthySpec unhealthy) {
        if (unhealthy == null) {
            return;
        }
        checkStatuses(checks, path + ".httpStatuses", unhealthy.httpStatuses());
        checks.range(path + ".interval", unhealthy.interval(), 0, MAX_SECONDS);
        checks.range(path + ".httpFailures", unhealthy.httpFailures(), 0, MAX_COUNT);
        checks.range(path + ".tcpFailures", unhealthy.tcpFailures(), 0, MAX_COUNT);
        checks.range(path + ".timeouts", unhealthy.timeouts(), 0, MAX_COUNT);
    }

    private static void checkStatuses(Checks checks, String path, @Nullable List<Long> statuses) {
        if (statuses == null) {
            return;
        }
        for (int i = 0; i < statuses.size(); i++) {
            checks.range(path + "[" + i + "]", statuses.get(i), 100, 599);
        }
    }

    private static void checkHeaders(Checks checks, String path, Map<String, List<String>> headers) {
        headers.forEach((name, values) -> {
            checks.token(path, name);
            for (String value : values) {
                if (value.chars().anyMatch(c -> c < ' ' || c >= 0x7F)) {
                    checks.add(path + "." + name, "Invalid value: it should have printable ASCII characters only");
                }
            }
        });
    }
}
