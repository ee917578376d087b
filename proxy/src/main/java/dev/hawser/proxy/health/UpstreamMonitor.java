package dev.hawser.proxy.health;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Probes the endpoints of one upstream by one set of settings; new settings need a new monitor. Belongs to the loop. */
final class UpstreamMonitor {

    private final ProbeEngine loop;
    private final ActiveChecks checks;
    private final Prober prober;
    private final Turns ofUpstream;
    private final Turns ofAll;
    private final Map<EndpointHealth, EndpointSchedule> schedules = new HashMap<>();

    /** @param ofAll limits the probes of all upstreams */
    UpstreamMonitor(ProbeEngine loop, ActiveChecks checks, Turns ofAll) {
        this.loop = loop;
        this.checks = checks;
        this.prober = loop.prober(checks);
        this.ofUpstream = new Turns(Math.min(checks.concurrency(), HealthChecks.MAX_PROBES_OF_UPSTREAM));
        this.ofAll = ofAll;
    }

    /** Starts to probe endpoints that are new, and stops for those that are not there any more. */
    void watch(Collection<EndpointHealth> endpoints) {
        Set<EndpointHealth> present = new HashSet<>(endpoints);
        schedules.entrySet().removeIf(entry -> {
            boolean gone = !present.contains(entry.getKey());
            if (gone) {
                entry.getValue().stop();
            }
            return gone;
        });
        for (EndpointHealth endpoint : endpoints) {
            schedules.computeIfAbsent(endpoint, key -> {
                EndpointSchedule schedule = new EndpointSchedule(loop, checks, key, prober, ofUpstream, ofAll);
                schedule.start();
                return schedule;
            });
        }
    }

    /** Stops all probes; verdicts stay. */
    void stop() {
        ofUpstream.dismiss();
        schedules.values().forEach(EndpointSchedule::stop);
        schedules.clear();
    }
}
