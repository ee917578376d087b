package dev.hawser.proxy.health;

import dev.hawser.proxy.balancing.Endpoint;
import java.util.function.Consumer;

/** Sends probes, on the loop of the checks. */
public interface Prober {

    /**
     * Asks an endpoint once, over a connection of its own, which is closed in the end.
     *
     * @param listener told once, after this returned, on the same loop; not told when the probe is cancelled
     * @return cancels the probe; does nothing once it ended
     */
    Runnable probe(Endpoint endpoint, Consumer<CheckResult> listener);
}
