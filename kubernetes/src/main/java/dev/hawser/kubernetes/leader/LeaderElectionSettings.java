package dev.hawser.kubernetes.leader;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How the one of several controllers is found that writes statuses and events; fixed at start. The durations' defaults are
 * those of Kubernetes' own controllers.
 *
 * @param election whether there is an election; default {@link Election#BY_LEASE}
 * @param electionId the flag {@code --election-id}: the name of the Lease; default {@value #DEFAULT_ELECTION_ID}
 * @param namespace the flag {@code --election-namespace}: the namespace of the Lease; {@code null}, the default, means the
 *     controller's own, or that of the kubeconfig's context
 * @param leaseDuration how long a Lease holds that is not renewed, so how long the others wait before they take over;
 *     default 15 s, whole seconds
 * @param renewDeadline how long the leader goes on when it cannot renew; shorter than the lease; default 10 s
 * @param retryPeriod how long between tries to take or renew the Lease; shorter than the deadline; default 2 s
 */
public record LeaderElectionSettings(
        Election election,
        String electionId,
        @Nullable String namespace,
        Duration leaseDuration,
        Duration renewDeadline,
        Duration retryPeriod) {

    public static final String DEFAULT_ELECTION_ID = "5b374a9e.konghq.com";

    /** How the leader is found. */
    public enum Election {
        /** The holder of a Lease leads. */
        BY_LEASE,
        /** There is no other controller, so this one leads. */
        NONE
    }

    public LeaderElectionSettings {
        if (!leaseDuration.isPositive() || !leaseDuration.equals(leaseDuration.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException("leaseDuration: " + leaseDuration + " (expected: whole seconds)");
        }
        if (renewDeadline.compareTo(leaseDuration) >= 0) {
            throw new IllegalArgumentException(
                    "renewDeadline: " + renewDeadline + " (expected: less than the lease's " + leaseDuration + ")");
        }
        if (!retryPeriod.isPositive() || retryPeriod.compareTo(renewDeadline) >= 0) {
            throw new IllegalArgumentException("retryPeriod: " + retryPeriod
                    + " (expected: more than nothing, less than the deadline of " + renewDeadline + ")");
        }
    }

    public static LeaderElectionSettings defaults() {
        return new LeaderElectionSettings(
                Election.BY_LEASE,
                DEFAULT_ELECTION_ID,
                null,
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2));
    }

    /** How long a write may take that the leader begins at the last moment of its lead. */
    public Duration writeTimeout() {
        return leaseDuration.minus(renewDeadline);
    }

    public LeaderElectionSettings withElection(Election other) {
        return new LeaderElectionSettings(other, electionId, namespace, leaseDuration, renewDeadline, retryPeriod);
    }

    public LeaderElectionSettings withElectionId(String other) {
        return new LeaderElectionSettings(election, other, namespace, leaseDuration, renewDeadline, retryPeriod);
    }

    public LeaderElectionSettings withNamespace(@Nullable String other) {
        return new LeaderElectionSettings(election, electionId, other, leaseDuration, renewDeadline, retryPeriod);
    }

    public LeaderElectionSettings withDurations(Duration lease, Duration deadline, Duration period) {
        return new LeaderElectionSettings(election, electionId, namespace, lease, deadline, period);
    }
}
