package dev.hawser.server.wiring;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells the main thread that the process was asked to stop (SIGTERM, SIGINT), and lets the process live until the main
 * thread has taken everything down.
 */
public final class StopSignal implements AutoCloseable {

    /** What taking everything else down may take beyond the gateway's own shutdown timeout. */
    public static final Duration MARGIN = Duration.ofSeconds(15);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    private StopSignal() {}

    /**
     * Listens for the signal from now on.
     *
     * @param most how long the process may go on living after it
     */
    public static StopSignal install(Duration most) {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> signal.awaitStopped(most), "stop"));
        return signal;
    }

    private void awaitStopped(Duration most) {
        asked.countDown();
        try {
            stopped.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the process was asked to stop. */
    public void await() {
        try {
            asked.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Returns when something is done, or the process was asked to stop.
     *
     * @param done counted down to 0 when it is
     * @return whether it is done
     */
    public boolean awaitOr(CountDownLatch done) {
        try {
            while (asked.getCount() > 0) {
                if (done.await(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Says that everything has been taken down. */
    @Override
    public void close() {
        stopped.countDown();
    }
}
