package dev.hawser.server.health;

import dev.hawser.server.http.HttpReply;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Where the controller is in its life. It is ready from the moment its first configuration is live until it is asked to
 * stop: a later configuration that is refused leaves the last good one serving, and an API server that is away leaves
 * what is known, so neither is a reason to take the gateway out of rotation.
 */
public final class Readiness {

    private enum Phase {
        STARTING("no configuration is live yet"),
        READY("ok"),
        STOPPING("stopping");

        private final String text;

        Phase(String text) {
            this.text = text;
        }
    }

    /** Written by the main thread and the one that is told to stop, read by those of probes, which may be a moment behind. */
    private volatile Phase phase = Phase.STARTING;

    /** Written by the main thread once, read by those of probes. */
    private volatile BooleanSupplier alive = () -> true;

    /** What must go on for the controller to be alive, from now on. */
    public void dependOn(BooleanSupplier work) {
        alive = work;
    }

    /** The first configuration is live. Without effect when the controller stops already. */
    public synchronized void ready() {
        if (phase == Phase.STARTING) {
            phase = Phase.READY;
        }
    }

    /** The controller was asked to stop. */
    public synchronized void stopping() {
        phase = Phase.STOPPING;
    }

    /** What is answered, by path. */
    public Map<String, Supplier<HttpReply>> paths() {
        return Map.of("/healthz", this::healthz, "/readyz", this::readyz);
    }

    HttpReply healthz() {
        // Who stops ends the watch first and still serves: that is no reason to be killed.
        return phase == Phase.STOPPING || alive.getAsBoolean()
                ? HttpReply.text(200, "ok")
                : HttpReply.text(500, "the watch on the cluster has ended");
    }

    HttpReply readyz() {
        Phase now = phase;
        return HttpReply.text(now == Phase.READY ? 200 : 500, now.text);
    }
}
