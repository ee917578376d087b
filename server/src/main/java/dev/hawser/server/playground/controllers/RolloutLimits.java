package dev.hawser.server.playground.controllers;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import org.jspecify.annotations.Nullable;

/**
 * Between which numbers of pods a rolling update moves (Kubernetes, "Deployments", rolling update).
 *
 * @param desired {@code spec.replicas}
 * @param maxSurge how many pods there may be above that
 * @param maxUnavailable how many of them may be missing
 */
record RolloutLimits(int desired, int maxSurge, int maxUnavailable) {

    private static final int DEFAULT_PERCENT = 25;

    /** Both limits are 25% unless set; a surge is rounded up, the unavailable down, and if both are 0 one may be missing. */
    static RolloutLimits of(DeploymentSpec spec) {
        int desired = spec.getReplicas() == null ? 1 : spec.getReplicas();
        RollingUpdateDeployment limits =
                spec.getStrategy() == null ? null : spec.getStrategy().getRollingUpdate();
        int surge = roundedUp(limits == null ? null : limits.getMaxSurge(), desired);
        int unavailable = roundedDown(limits == null ? null : limits.getMaxUnavailable(), desired);
        if (surge == 0 && unavailable == 0) {
            unavailable = 1;
        }
        return new RolloutLimits(desired, surge, Math.min(unavailable, desired));
    }

    int minAvailable() {
        return desired - maxUnavailable;
    }

    int maxTotal() {
        return desired + maxSurge;
    }

    private static int roundedUp(@Nullable IntOrString value, int total) {
        Integer number = value == null ? null : value.getIntVal();
        return number != null ? number : Math.ceilDiv(percent(value) * total, 100);
    }

    private static int roundedDown(@Nullable IntOrString value, int total) {
        Integer number = value == null ? null : value.getIntVal();
        return number != null ? number : percent(value) * total / 100;
    }

    private static int percent(@Nullable IntOrString value) {
        if (value == null) {
            return DEFAULT_PERCENT;
        }
        String text = value.getStrVal();
        try {
            if (text != null && text.endsWith("%")) {
                return Integer.parseUnsignedInt(text, 0, text.length() - 1, 10);
            }
        } catch (NumberFormatException e) {
            // Refused like a text without a percent sign.
        }
        throw new IllegalArgumentException("rollingUpdate: " + text + " (expected: a number or a percentage)");
    }
}
