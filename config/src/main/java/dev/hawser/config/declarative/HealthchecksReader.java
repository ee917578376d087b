package dev.hawser.config.declarative;

import dev.hawser.config.Healthchecks;
import org.jspecify.annotations.Nullable;

/** Reads the health checks of an upstream. */
final class HealthchecksReader {

    private HealthchecksReader() {}

    static Healthchecks read(Fields fields) {
        Healthchecks checks = new Healthchecks(
                fields.record("active").map(HealthchecksReader::active).orElse(null),
                fields.record("passive").map(HealthchecksReader::passive).orElse(null),
                fields.number("threshold"));
        fields.refuseOthers();
        return checks;
    }

    private static Healthchecks.Active active(Fields fields) {
        Healthchecks.Active active = new Healthchecks.Active(
                type(fields),
                fields.integer("timeout"),
                fields.integer("concurrency"),
                fields.string("http_path"),
                fields.string("https_sni"),
                fields.bool("https_verify_certificate"),
                fields.stringLists("headers"),
                fields.record("healthy").map(HealthchecksReader::healthy).orElse(null),
                fields.record("unhealthy").map(HealthchecksReader::unhealthy).orElse(null));
        fields.refuseOthers();
        return active;
    }

    private static Healthchecks.Passive passive(Fields fields) {
        Healthchecks.Passive passive = new Healthchecks.Passive(
                type(fields),
                fields.record("healthy").map(HealthchecksReader::healthy).orElse(null),
                fields.record("unhealthy").map(HealthchecksReader::unhealthy).orElse(null));
        fields.refuseOthers();
        return passive;
    }

    private static Healthchecks.@Nullable Type type(Fields fields) {
        return fields.oneOf("type", Healthchecks.Type::parse, Words.CHECK_TYPES);
    }

    private static Healthchecks.Healthy healthy(Fields fields) {
        Healthchecks.Healthy healthy = new Healthchecks.Healthy(
                fields.integers("http_statuses"), fields.integer("interval"), fields.integer("successes"));
        fields.refuseOthers();
        return healthy;
    }

    private static Healthchecks.Unhealthy unhealthy(Fields fields) {
        Healthchecks.Unhealthy unhealthy = new Healthchecks.Unhealthy(
                fields.integers("http_statuses"),
                fields.integer("interval"),
                fields.integer("http_failures"),
                fields.integer("tcp_failures"),
                fields.integer("timeouts"));
        fields.refuseOthers();
        return unhealthy;
    }
}
