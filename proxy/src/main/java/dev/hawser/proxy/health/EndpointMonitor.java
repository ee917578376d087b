package dev.hawser.proxy.health;

import dev.hawser.proxy.balancing.Endpoint;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes one endpoint at intervals, on a virtual thread, and marks it healthy or unhealthy. The first probe comes at a
 * random point of the first interval, so that many endpoints are not asked at once.
 */
final class EndpointMonitor {

    private static final Logger log = LoggerFactory.getLogger(EndpointMonitor.class);

    /** Intervals vary by up to a tenth either way. */
    private static final double JITTER = 0.1;

    private final String upstream;
    private final Endpoint endpoint;
    private final CheckSettings settings;
    private final Probe probe;
    private final Semaphore concurrency;
    private final HealthCounters counters;
    private final Thread thread;

    /** Guarded by this. */
    private boolean stopped;

    private EndpointMonitor(
            String upstream, Endpoint endpoint, CheckSettings settings, Probe probe, Semaphore concurrency) {
        this.upstream = upstream;
        this.endpoint = endpoint;
        this.settings = settings;
        this.probe = probe;
        this.concurrency = concurrency;
        this.counters = new HealthCounters(settings, endpoint.healthy());
        this.thread =
                Thread.ofVirtual().name("hawser-healthcheck-", endpoint.port()).unstarted(this::run);
    }

    /**
     * Starts to probe an endpoint.
     *
     * @param concurrency shared by the endpoints of the upstream
     */
    static EndpointMonitor start(
            String upstream, Endpoint endpoint, CheckSettings settings, Probe probe, Semaphore concurrency) {
        if (settings.unhealthyInterval().isZero() || settings.successes() == 0) {
            // A verdict from settings that are gone would stand for ever: these cannot lift it.
            endpoint.markHealthy();
        }
        EndpointMonitor monitor = new EndpointMonitor(upstream, endpoint, settings, probe, concurrency);
        monitor.thread.start();
        return monitor;
    }

    /** Ends the probes; when this returns, the endpoint is marked by them no more. */
    void stop() {
        synchronized (this) {
            stopped = true;
        }
        thread.interrupt();
    }

    private void run() {
        try {
            Duration interval = interval();
            pause(interval, ThreadLocalRandom.current().nextDouble());
            // An interval of zero for the state that the endpoint is in means that it is left in it.
            while (!interval.isZero()) {
                probeOnce();
                interval = interval();
                pause(interval, 1 + JITTER * ThreadLocalRandom.current().nextDouble(-1, 1));
            }
        } catch (InterruptedException e) {
            // Stopped.
        }
    }

    private Duration interval() {
        return endpoint.healthy() ? settings.healthyInterval() : settings.unhealthyInterval();
    }

    private static void pause(Duration interval, double factor) throws InterruptedException {
        Thread.sleep(Duration.ofNanos((long) (interval.toNanos() * factor)));
    }

    private void probeOnce() throws InterruptedException {
        concurrency.acquire();
        try {
            report(probe.send(endpoint));
        } finally {
            concurrency.release();
        }
    }

    private synchronized void report(ProbeResult result) {
        if (stopped) {
            return;
        }
        boolean before = endpoint.healthy();
        boolean after = counters.healthyAfter(result);
        if (before == after) {
            return;
        }
        if (after) {
            endpoint.markHealthy();
            log.atInfo()
                    .addKeyValue("upstream", upstream)
                    .addKeyValue("endpoint", endpoint)
                    .addKeyValue("result", result.text())
                    .log("Endpoint is healthy");
        } else {
            endpoint.markUnhealthy();
            log.atWarn()
                    .addKeyValue("upstream", upstream)
                    .addKeyValue("endpoint", endpoint)
                    .addKeyValue("result", result.text())
                    .log("Endpoint is unhealthy");
        }
    }
}
