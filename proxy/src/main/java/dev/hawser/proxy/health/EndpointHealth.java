package dev.hawser.proxy.health;

import dev.hawser.proxy.balancing.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The health of one endpoint under one set of settings, fed by probes, by proxied requests and by operators. Any thread.
 */
final class EndpointHealth {

    private static final Logger log = LoggerFactory.getLogger(EndpointHealth.class);

    private final String upstream;
    private final Endpoint endpoint;
    private final HealthSettings settings;

    /**
     * Written under this object's lock, by whoever has a result that counts; read without it by event loops, which see
     * by it that nearly all of their results change nothing, and so never wait for the lock while all is well.
     */
    private volatile HealthState state;

    /** Written by whoever looked the name up last, read by any thread; shown only. */
    private volatile boolean unresolved;

    /** Guarded by this. */
    private boolean retired;

    /** Guarded by this. */
    private Runnable onChange = () -> {};

    /** The endpoint is taken for what it is marked as. */
    EndpointHealth(String upstream, Endpoint endpoint, HealthSettings settings) {
        this.upstream = upstream;
        this.endpoint = endpoint;
        this.settings = settings;
        this.state = endpoint.healthy() ? HealthState.HEALTHY : HealthState.UNHEALTHY;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    HealthState state() {
        return state;
    }

    TargetHealth shown() {
        if (unresolved) {
            return TargetHealth.DNS_ERROR;
        }
        if (!settings.on()) {
            return TargetHealth.HEALTHCHECKS_OFF;
        }
        return state.available() ? TargetHealth.HEALTHY : TargetHealth.UNHEALTHY;
    }

    /** Calls back whenever the endpoint became healthy or unhealthy, on the thread that found out. */
    synchronized void onChange(Runnable listener) {
        onChange = listener;
    }

    /** From when this returns, nothing marks the endpoint through this object any more. */
    synchronized void retire() {
        retired = true;
    }

    void probed(CheckResult result) {
        ActiveChecks active = settings.active();
        if (active != null) {
            report(result, active.thresholds());
        }
    }

    /** A proxied request was answered. */
    void responded(int status) {
        if (unresolved) {
            unresolved = false;
        }
        // The way of nearly every response ends here, before anything is allocated.
        HealthState now = state;
        if (!now.afterStatus(status, settings.passive()).equals(now)) {
            report(new CheckResult.Status(status), settings.passive());
        }
    }

    /** A try of a proxied request came to something else than a response. */
    void tried(CheckResult result) {
        report(result, settings.passive());
    }

    private void report(CheckResult result, Thresholds thresholds) {
        unresolved = result instanceof CheckResult.Unresolved;
        if (endpoint.terminating() && !countsWhileTerminating(result, thresholds)) {
            return;
        }
        HealthState now = state;
        if (!now.after(result, thresholds).equals(now)) {
            count(result, thresholds);
        }
    }

    /**
     * An application that is told to stop says by its status that it wants no new clients, which it gets none of anyway:
     * its sessions are lost only when it cannot be reached.
     */
    private static boolean countsWhileTerminating(CheckResult result, Thresholds thresholds) {
        return switch (result) {
            case CheckResult.Status(int code) -> thresholds.healthyStatuses().contains(code);
            case CheckResult.NotServing _ -> false;
            case CheckResult.Connected _,
                    CheckResult.ConnectionFailed _,
                    CheckResult.Unresolved _,
                    CheckResult.TimedOut _ -> true;
        };
    }

    private void count(CheckResult result, Thresholds thresholds) {
        Runnable listener;
        synchronized (this) {
            if (retired || !change(state.after(result, thresholds))) {
                return;
            }
            listener = onChange;
        }
        announce(result.text(), listener);
    }

    /** Sets the verdict and clears the counters, as an operator asked; {@code false} when there are no checks. */
    boolean force(HealthState verdict) {
        Runnable listener;
        synchronized (this) {
            if (retired || !settings.on()) {
                return false;
            }
            if (!change(verdict)) {
                return true;
            }
            listener = onChange;
        }
        announce("set by an operator", listener);
        return true;
    }

    /** Whether the endpoint became healthy or unhealthy by this. Called with the lock held. */
    private boolean change(HealthState next) {
        boolean before = state.available();
        state = next;
        if (before == next.available()) {
            return false;
        }
        if (next.available()) {
            endpoint.markHealthy();
        } else {
            endpoint.markUnhealthy();
        }
        return true;
    }

    private void announce(String reason, Runnable listener) {
        boolean healthy = state.available();
        (healthy ? log.atInfo() : log.atWarn())
                .addKeyValue("upstream", upstream)
                .addKeyValue("endpoint", endpoint)
                .addKeyValue("reason", reason)
                .log(healthy ? "Endpoint is healthy" : "Endpoint is unhealthy");
        listener.run();
    }
}
