package dev.hawser.proxy.http.connection;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells when nothing happened for too long. Made to be set anew for each message: setting it again costs a look at the
 * clock, for the task behind it is left where it is and looks at the deadline when it runs.
 */
public final class IdleTimer {

    private static final long OFF = Long.MIN_VALUE;

    private final EventExecutor loop;
    private final Runnable onExpiry;
    private long deadlineNanos = OFF;
    private long taskNanos;
    private @Nullable Future<?> task;

    /** @param onExpiry called on the loop when the timer expires */
    public IdleTimer(EventExecutor loop, Runnable onExpiry) {
        this.loop = loop;
        this.onExpiry = onExpiry;
    }

    /** Lets the timer expire when this much time has passed, whatever was set before. */
    public void arm(Duration timeout) {
        armNanos(timeout.toNanos());
    }

    /** The same, in nanoseconds; at once when there are none left. */
    public void armNanos(long timeoutNanos) {
        long now = System.nanoTime();
        deadlineNanos = now + Math.max(0, timeoutNanos);
        if (deadlineNanos == OFF) {
            deadlineNanos++;
        }
        if (task == null) {
            schedule(now);
        } else if (taskNanos - deadlineNanos > 0) {
            task.cancel(false);
            schedule(now);
        }
    }

    /** Keeps the timer from expiring until it is armed again. */
    public void disarm() {
        deadlineNanos = OFF;
    }

    /** Ends it; it is not armed any more. */
    public void cancel() {
        disarm();
        if (task != null) {
            task.cancel(false);
            task = null;
        }
    }

    private void schedule(long now) {
        taskNanos = deadlineNanos;
        task = loop.schedule(this::run, deadlineNanos - now, TimeUnit.NANOSECONDS);
    }

    private void run() {
        task = null;
        if (deadlineNanos == OFF) {
            return;
        }
        long now = System.nanoTime();
        if (deadlineNanos - now > 0) {
            schedule(now);
        } else {
            deadlineNanos = OFF;
            onExpiry.run();
        }
    }
}
