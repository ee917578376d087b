package dev.hawser.proxy.health;

import java.util.Locale;

/** The health of a target as Kong's Admin API and metrics name it. */
public enum TargetHealth {
    HEALTHCHECKS_OFF,
    HEALTHY,
    UNHEALTHY,
    /** Its name had no address when it was last looked up. */
    DNS_ERROR;

    /** The value of the label {@code state} of a metric. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
