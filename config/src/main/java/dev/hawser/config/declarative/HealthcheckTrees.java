package dev.hawser.config.declarative;

import dev.hawser.config.Healthchecks;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Health checks as the trees that are printed. */
final class HealthcheckTrees {

    private HealthcheckTrees() {}

    static @Nullable JsonNode healthchecks(@Nullable Healthchecks checks) {
        return checks == null
                ? null
                : new TreeFields()
                        .put("active", active(checks.active()))
                        .put("passive", passive(checks.passive()))
                        .put("threshold", checks.threshold())
                        .build();
    }

    private static @Nullable JsonNode active(Healthchecks.@Nullable Active active) {
        return active == null
                ? null
                : new TreeFields()
                        .put("concurrency", active.concurrency())
                        .putStringLists("headers", active.headers())
                        .put("healthy", healthy(active.healthy()))
                        .put("http_path", active.httpPath())
                        .put("https_sni", active.httpsSni())
                        .put("https_verify_certificate", active.httpsVerifyCertificate())
                        .put("timeout", active.timeout())
                        .put("type", type(active.type()))
                        .put("unhealthy", unhealthy(active.unhealthy()))
                        .build();
    }

    private static @Nullable JsonNode passive(Healthchecks.@Nullable Passive passive) {
        return passive == null
                ? null
                : new TreeFields()
                        .put("healthy", healthy(passive.healthy()))
                        .put("type", type(passive.type()))
                        .put("unhealthy", unhealthy(passive.unhealthy()))
                        .build();
    }

    private static @Nullable String type(Healthchecks.@Nullable Type type) {
        return type == null ? null : type.text();
    }

    private static @Nullable JsonNode healthy(Healthchecks.@Nullable Healthy healthy) {
        return healthy == null
                ? null
                : new TreeFields()
                        .putNumbers("http_statuses", healthy.httpStatuses())
                        .put("interval", healthy.interval())
                        .put("successes", healthy.successes())
                        .build();
    }

    private static @Nullable JsonNode unhealthy(Healthchecks.@Nullable Unhealthy unhealthy) {
        return unhealthy == null
                ? null
                : new TreeFields()
                        .put("http_failures", unhealthy.httpFailures())
                        .putNumbers("http_statuses", unhealthy.httpStatuses())
                        .put("interval", unhealthy.interval())
                        .put("tcp_failures", unhealthy.tcpFailures())
                        .put("timeouts", unhealthy.timeouts())
                        .build();
    }
}
