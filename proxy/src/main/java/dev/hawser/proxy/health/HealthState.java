package dev.hawser.proxy.health;

/**
 * What is thought of an endpoint, and what was counted for and against it. Counts as Kong does (lua-resty-healthcheck):
 *
 * <ul>
 *   <li>failing statuses, failed connections and timeouts apart, each against its own threshold;
 *   <li>a success clears all failures, a failure clears the successes;
 *   <li>a status that is listed nowhere says nothing, and neither does a result whose threshold is 0: that clears nothing
 *       either;
 *   <li>nothing is counted that could only confirm what is thought already;
 *   <li>probes and proxied requests share the counters, each held against its own thresholds.
 * </ul>
 *
 * Immutable.
 */
record HealthState(Level level, int successes, int httpFailures, int tcpFailures, int timeouts) {

    static final HealthState HEALTHY = new HealthState(Level.HEALTHY, 0, 0, 0, 0);
    static final HealthState UNHEALTHY = new HealthState(Level.UNHEALTHY, 0, 0, 0, 0);

    /** Kong's four states: what lies between is healthy with failures counted, and unhealthy with successes counted. */
    enum Level {
        HEALTHY,
        MOSTLY_HEALTHY,
        MOSTLY_UNHEALTHY,
        UNHEALTHY
    }

    private enum Counter {
        HTTP_FAILURES,
        TCP_FAILURES,
        TIMEOUTS
    }

    boolean available() {
        return level == Level.HEALTHY || level == Level.MOSTLY_HEALTHY;
    }

    /** The state after a result; the same object when the result changes nothing. */
    HealthState after(CheckResult result, Thresholds thresholds) {
        return switch (result) {
            case CheckResult.Status(int code) -> afterStatus(code, thresholds);
            case CheckResult.Connected _ -> afterSuccess(thresholds.successes());
            case CheckResult.NotServing _ -> afterFailure(Counter.HTTP_FAILURES, thresholds.httpFailures());
            case CheckResult.ConnectionFailed _, CheckResult.Unresolved _ ->
                afterFailure(Counter.TCP_FAILURES, thresholds.tcpFailures());
            case CheckResult.TimedOut _ -> afterFailure(Counter.TIMEOUTS, thresholds.timeouts());
        };
    }

    /** As {@link #after} a {@link CheckResult.Status}, which need not be made for it. */
    HealthState afterStatus(int code, Thresholds thresholds) {
        if (thresholds.healthyStatuses().contains(code)) {
            return afterSuccess(thresholds.successes());
        }
        if (thresholds.unhealthyStatuses().contains(code) || code == CheckResult.Status.NO_STATUS) {
            return afterFailure(Counter.HTTP_FAILURES, thresholds.httpFailures());
        }
        return this;
    }

    private HealthState afterSuccess(int threshold) {
        if (threshold == 0 || level == Level.HEALTHY) {
            return this;
        }
        int counted = successes + 1;
        Level next = level;
        if (counted >= threshold) {
            next = Level.HEALTHY;
        } else if (level == Level.UNHEALTHY) {
            next = Level.MOSTLY_UNHEALTHY;
        }
        return new HealthState(next, counted, 0, 0, 0);
    }

    private HealthState afterFailure(Counter counter, int threshold) {
        if (threshold == 0 || level == Level.UNHEALTHY) {
            return this;
        }
        int http = httpFailures + (counter == Counter.HTTP_FAILURES ? 1 : 0);
        int tcp = tcpFailures + (counter == Counter.TCP_FAILURES ? 1 : 0);
        int late = timeouts + (counter == Counter.TIMEOUTS ? 1 : 0);
        int counted = switch (counter) {
            case HTTP_FAILURES -> http;
            case TCP_FAILURES -> tcp;
            case TIMEOUTS -> late;
        };
        Level next = level;
        if (counted >= threshold) {
            next = Level.UNHEALTHY;
        } else if (level == Level.HEALTHY) {
            next = Level.MOSTLY_HEALTHY;
        }
        return new HealthState(next, 0, http, tcp, late);
    }
}
