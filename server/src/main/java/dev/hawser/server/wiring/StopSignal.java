package dev.hawser.server.wiring;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells the main thread that the process was asked to stop (SIGTERM, SIGINT), and lets the process live until the main
 * thread has taken everything down.
 */
public final class StopSignal implements AutoCloseable {

    /** What taking everything else down may take beyond the gateway's own shutdown timeout. */
    public static final Duration MARGIN = Duration.ofSeconds(15);

    private final CompletableFuture<Void> asked = new CompletableFuture<>();
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
        asked.complete(null);
        try {
            stopped.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the process was asked to stop. */
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

    /** Says that everything has been taken down. */
    @Override
    public void close() {
        stopped.countDown();
    }
}
