package dev.hawser.proxy.health;

import java.time.Duration;

/** Sends probes, on one thread of its own: the loop. What is not said to belong to the loop may be called by any thread. */
public interface ProbeEngine extends AutoCloseable {

    /** Does something on the loop. After {@link #close()} nothing is done. */
    void execute(Runnable task);

    /**
     * Does something on the loop later. Belongs to the loop.
     *
     * @return takes it back; belongs to the loop too
     */
    Runnable schedule(Runnable task, Duration delay);

    /** The nanoseconds that delays are measured in; only differences mean anything. */
    long nanoTime();

    /** Makes what probes endpoints in one way. */
    Prober prober(ActiveChecks checks);

    /** Ends all probes, and the loop. */
    @Override
    void close();
}
