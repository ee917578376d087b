package dev.hawser.proxy.metrics;

import dev.hawser.proxy.balancing.SessionOutcome;
import dev.hawser.proxy.http.exchange.ProxyFailure;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of one upstream. Counted by event loops, read by any thread. */
final class UpstreamSeries {

    final String upstream;

    /** Filled when made, and only read from then on. */
    final Map<SessionOutcome, LongAdder> sessions = new EnumMap<>(SessionOutcome.class);

    /** Likewise. */
    final Map<ProxyFailure, LongAdder> failedTries = new EnumMap<>(ProxyFailure.class);

    UpstreamSeries(String upstream) {
        this.upstream = upstream;
        for (SessionOutcome outcome : SessionOutcome.values()) {
            if (outcome != SessionOutcome.NONE) {
                sessions.put(outcome, new LongAdder());
            }
        }
        for (ProxyFailure failure : ProxyFailure.values()) {
            failedTries.put(failure, new LongAdder());
        }
    }

    /** Whether there was a session. */
    boolean sticky() {
        return sessions.values().stream().anyMatch(number -> number.sum() > 0);
    }
}
