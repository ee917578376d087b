package dev.hawser.proxy.health;

import java.time.Duration;
import java.util.UUID;

/**
 * Probes one endpoint at intervals. The first probe comes at a point of the first interval that the endpoint's id
 * decides, and the others follow at whole intervals, so that probes of many endpoints lie apart from the start, after a
 * reload too, and stay apart. A probe that takes longer than the interval makes the next one wait for the interval after.
 * Belongs to the loop.
 */
final class EndpointSchedule {

    private final ProbeEngine loop;
    private final ActiveChecks checks;
    private final EndpointHealth health;
    private final Prober prober;
    private final Turns ofUpstream;
    private final Turns ofAll;

    private Phase phase = Phase.ARMED;
    /** Takes back the timer, or the probe. */
    private Runnable cancel = EndpointSchedule::nothing;

    private long dueNanos;
    /** Whether the timer runs for the interval of healthy endpoints. */
    private boolean armedForHealthy;

    private enum Phase {
        /** The timer runs, unless the interval is zero. */
        ARMED,
        /** The time has come, but as many probes of the upstream as may be are under way. */
        AWAITS_UPSTREAM,
        /** It has a turn of the upstream, but as many probes of all upstreams as may be are under way. */
        AWAITS_ALL,
        PROBING,
        STOPPED
    }

    /**
     * @param ofUpstream limits the probes of the upstream
     * @param ofAll limits the probes of all upstreams
     */
    EndpointSchedule(
            ProbeEngine loop,
            ActiveChecks checks,
            EndpointHealth health,
            Prober prober,
            Turns ofUpstream,
            Turns ofAll) {
        this.loop = loop;
        this.checks = checks;
        this.health = health;
        this.prober = prober;
        this.ofUpstream = ofUpstream;
        this.ofAll = ofAll;
    }

    void start() {
        health.onChange(() -> loop.execute(this::verdictChanged));
        armAnew();
    }

    /** Ends the probe under way, and sends no other. */
    void stop() {
        Phase before = phase;
        phase = Phase.STOPPED;
        cancel.run();
        cancel = EndpointSchedule::nothing;
        switch (before) {
            case PROBING -> giveTurnsBack();
            case AWAITS_ALL -> ofUpstream.end();
            case ARMED, AWAITS_UPSTREAM, STOPPED -> {}
        }
    }

    /** When the finding is somebody else's, the timer runs for the wrong interval. */
    private void verdictChanged() {
        if (phase == Phase.ARMED && health.state().available() != armedForHealthy) {
            cancel.run();
            armAnew();
        }
    }

    private void armAnew() {
        Duration interval = interval();
        long delayNanos = (long) (interval.toNanos() * spread(health.endpoint().id()));
        dueNanos = loop.nanoTime() + delayNanos;
        arm(interval, delayNanos);
    }

    private void armNext() {
        Duration interval = interval();
        long nanos = Math.max(1, interval.toNanos());
        long lateNanos = loop.nanoTime() - dueNanos;
        long intervals = lateNanos / nanos + 1;
        dueNanos += intervals * nanos;
        arm(interval, intervals * nanos - lateNanos);
    }

    /** An interval of zero for the state that the endpoint is in means that it is left in it. */
    private void arm(Duration interval, long delayNanos) {
        phase = Phase.ARMED;
        cancel = interval.isZero() ? EndpointSchedule::nothing : loop.schedule(this::due, Duration.ofNanos(delayNanos));
    }

    private Duration interval() {
        armedForHealthy = health.state().available();
        return armedForHealthy ? checks.healthyInterval() : checks.unhealthyInterval();
    }

    private void due() {
        phase = Phase.AWAITS_UPSTREAM;
        cancel = EndpointSchedule::nothing;
        ofUpstream.take(this::turnOfUpstream);
    }

    private boolean turnOfUpstream() {
        if (phase == Phase.STOPPED) {
            return false;
        }
        phase = Phase.AWAITS_ALL;
        ofAll.take(ofUpstream, this::send);
        return true;
    }

    private boolean send() {
        if (phase == Phase.STOPPED) {
            return false;
        }
        phase = Phase.PROBING;
        cancel = prober.probe(health.endpoint(), this::answered);
        return true;
    }

    private void answered(CheckResult result) {
        health.probed(result);
        armNext();
        giveTurnsBack();
    }

    private void giveTurnsBack() {
        ofAll.end();
        ofUpstream.end();
    }

    private static void nothing() {}

    /** A point between 0 and 1 that belongs to an id; those of many ids lie evenly. */
    static double spread(UUID id) {
        long bits = id.getMostSignificantBits() ^ Long.rotateLeft(id.getLeastSignificantBits(), 32);
        bits = (bits ^ bits >>> 32) * 0x9E37_79B9_7F4A_7C15L;
        bits = (bits ^ bits >>> 29) * 0xD6E8_FEB8_6659_FD93L;
        return ((bits ^ bits >>> 32) >>> 11) * 0x1.0p-53;
    }
}
