package dev.hawser.server.wiring;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the main thread that the process was asked to stop (SIGTERM, SIGINT), and lets the process live until the main
 * thread has taken everything down.
 */
public final class StopSignal implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StopSignal.class);

    /**
     * What taking everything else down may take beyond the gateway's own shutdown timeout: 5 s for the watch, 8 s for
     * writers and election, and the rest for ports and connections.
     */
    public static final Duration MARGIN = Duration.ofSeconds(15);

    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final CountDownLatch stopped;

    StopSignal() {
        this(new CountDownLatch(1));
    }

    /**
     * A signal that nobody gives yet.
     *
     * @param stopped counted down when everything has been taken down
     */
    StopSignal(CountDownLatch stopped) {
        this.stopped = stopped;
    }

    /**
     * Listens for the signal from now on.
     *
     * @param most how long the process may go on living after the main thread was told
     */
    public static StopSignal install(Duration most) {
        return install(most, Duration.ZERO, () -> {});
    }

    /**
     * Listens for the signal from now on.
     *
     * @param most how long the process may go on living after the main thread was told
     * @param delay how long after the signal the main thread is told
     * @param asked called as soon as the signal comes
     */
    public static StopSignal install(Duration most, Duration delay, Runnable asked) {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> signal.stop(most, delay, asked), "stop"));
        return signal;
    }

    /**
     * Returns when everything has been taken down, or nothing more is waited for; at once when the command has ended by
     * itself, as after a failed start: nothing goes on then that a delay could be for.
     */
    void stop(Duration most, Duration delay, Runnable announce) {
        try {
            announce.run();
            if (delay.isPositive() && stopped.getCount() > 0) {
                log.atInfo().addKeyValue("delay", delay).log("Asked to stop, going on for a while");
                boolean _ = stopped.await(delay.toNanos(), TimeUnit.NANOSECONDS);
            }
            asked.complete(null);
            stopped.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            asked.complete(null);
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the process was asked to stop and the delay is over. */
    public void await() {
        asked.join();
    }

    /**
     * Returns when something is done, or the process was asked to stop.
     *
     * @return whether it is done
     */
    public boolean awaitOr(CompletionStage<Void> done) {
        CompletableFuture.anyOf(done.toCompletableFuture(), asked).join();
        return !asked.isDone();
    }

    /**
     * Returns after some time, or when the process was asked to stop.
     *
     * @return whether it was not
     */
    public boolean goOnAfter(Duration duration) {
        try {
            asked.get(duration.toNanos(), TimeUnit.NANOSECONDS);
            return false;
        } catch (TimeoutException _) {
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says that everything has been taken down. */
    @Override
    public void close() {
        stopped.countDown();
    }
}
