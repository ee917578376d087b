package dev.hawser.proxy.health;

import dev.hawser.config.Certificate;
import dev.hawser.config.Healthchecks;
import dev.hawser.config.Upstream;
import org.jspecify.annotations.Nullable;

/**
 * The health checks of an upstream, with every default filled in.
 *
 * @param active how endpoints are probed; {@code null} when they are not
 * @param passive what is concluded from proxied requests
 */
record HealthSettings(@Nullable ActiveChecks active, Thresholds passive) {

    static final HealthSettings OFF = new HealthSettings(null, Thresholds.NONE);

    /**
     * The settings of an upstream. As in Kong, checks are on when one of the two intervals is set, or one of the passive
     * counters of failures; passive successes alone switch nothing on.
     *
     * @param client the certificate that probes show; {@code null} means none
     */
    static HealthSettings of(Upstream upstream, @Nullable Certificate client) {
        Healthchecks checks = upstream.healthchecks();
        if (checks == null) {
            return OFF;
        }
        ActiveChecks active = ActiveChecks.of(checks.active(), upstream.hostHeader(), client);
        Healthchecks.Passive asked = checks.passive();
        Thresholds passive = asked == null ? Thresholds.NONE : Thresholds.passive(asked.healthy(), asked.unhealthy());
        return active == null && !passive.canFail() ? OFF : new HealthSettings(active, passive);
    }

    boolean on() {
        return active != null || passive.canFail();
    }

    /** Whether a verdict against an endpoint can be lifted without an operator. */
    boolean canRecover() {
        return active != null && active.canRecover();
    }
}
