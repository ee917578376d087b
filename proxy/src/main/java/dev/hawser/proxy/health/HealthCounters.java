package dev.hawser.proxy.health;

/**
 * Turns the results of probes into a verdict on one endpoint, counting as Kong does: failing statuses, failed
 * connections and timeouts apart, each against its own threshold; a success clears all failures and a failure clears the
 * successes; a status that is listed nowhere says nothing, and neither does a result whose threshold is 0: that clears
 * nothing either.
 *
 * <p>No clock and no thread of its own; used by one thread at a time.
 */
final class HealthCounters {

    private final CheckSettings settings;
    private boolean healthy;
    private int successes;
    private int httpFailures;
    private int tcpFailures;
    private int timeouts;

    /** @param healthy what the endpoint is taken for so far */
    HealthCounters(CheckSettings settings, boolean healthy) {
        this.settings = settings;
        this.healthy = healthy;
    }

    /** Whether the endpoint is healthy, this result included. */
    boolean healthyAfter(ProbeResult result) {
        switch (result) {
            case ProbeResult.Connected connected -> countSuccess();
            case ProbeResult.Status(int code) -> countStatus(code);
            case ProbeResult.ConnectionFailed failed -> judge(++tcpFailures, settings.tcpFailures());
            case ProbeResult.TimedOut timedOut -> judge(++timeouts, settings.timeouts());
        }
        return healthy;
    }

    private void countStatus(int code) {
        if (settings.healthyStatuses().contains(code)) {
            countSuccess();
        } else if (settings.unhealthyStatuses().contains(code)) {
            judge(++httpFailures, settings.httpFailures());
        }
    }

    private void countSuccess() {
        if (settings.successes() == 0) {
            return;
        }
        clearFailures();
        successes++;
        if (successes >= settings.successes()) {
            healthy = true;
            successes = 0;
        }
    }

    private void judge(int failures, int threshold) {
        if (threshold == 0) {
            return;
        }
        successes = 0;
        if (failures >= threshold) {
            healthy = false;
            clearFailures();
        }
    }

    private void clearFailures() {
        httpFailures = 0;
        tcpFailures = 0;
        timeouts = 0;
    }
}
