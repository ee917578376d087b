package dev.hawser.server.playground.node;

import java.time.Duration;
import java.time.Instant;

/**
 * When the steps of a pod's termination are due (Kubernetes, "Pod Lifecycle", termination of pods).
 *
 * @param preStopEnds the containers are told to stop, as by SIGTERM
 * @param killAt they are stopped hard, as by SIGKILL
 */
record TerminationSchedule(Instant preStopEnds, Instant killAt) {

    /** What a container has between the two at the least, even when its hook used up the grace period, as with a kubelet. */
    static final Duration LEAST_TO_STOP = Duration.ofSeconds(2);

    /**
     * The schedule of a termination that begins now.
     *
     * @param grace the whole time, the hook's included
     * @param preStop how long the hook takes; it is cut off when the grace period ends
     */
    static TerminationSchedule of(Instant now, Duration grace, Duration preStop) {
        return bounded(now.plus(preStop), now.plus(grace));
    }

    /** The same after a second deletion with a grace period that ends earlier; a later end changes nothing. */
    TerminationSchedule shortened(Instant now, Duration grace) {
        TerminationSchedule other = bounded(preStopEnds, now.plus(grace));
        return other.killAt.isBefore(killAt) ? other : this;
    }

    private static TerminationSchedule bounded(Instant preStopEnds, Instant graceEnds) {
        Instant stopAt = preStopEnds.isBefore(graceEnds) ? preStopEnds : graceEnds;
        Instant earliestKill = stopAt.plus(LEAST_TO_STOP);
        return new TerminationSchedule(stopAt, earliestKill.isAfter(graceEnds) ? earliestKill : graceEnds);
    }
}
