package dev.hawser.kubernetes.watch;

/**
 * When a batch of changes is due.
 *
 * <p>A change of endpoints is due a fixed time after the first one of the batch, so that a flood of them cannot put off
 * what a terminating pod waits for. Other changes mostly come in groups (one {@code kubectl apply}), so they are due when
 * none has followed for a while, or when the first has waited long enough. What is due first takes the whole batch along.
 * Used by one thread; times are those of {@link System#nanoTime()}.
 */
final class HoldOff {

    /** What {@link #remainingNanos} says of an empty batch: nothing is due, ever. */
    static final long NOTHING_PENDING = Long.MAX_VALUE;

    private final long endpointNanos;
    private final long otherNanos;
    private final long mostNanos;

    private boolean endpointsPending;
    private long endpointsDueNanos;
    private boolean othersPending;
    private long firstOtherNanos;
    private long lastOtherNanos;

    HoldOff(WatchSettings settings) {
        this.endpointNanos = settings.endpointHoldOff().toNanos();
        this.otherNanos = settings.holdOff().toNanos();
        this.mostNanos = settings.mostHoldOff().toNanos();
    }

    /** An EndpointSlice changed. */
    void endpointsChanged(long nowNanos) {
        if (!endpointsPending) {
            endpointsPending = true;
            endpointsDueNanos = nowNanos + endpointNanos;
        }
    }

    /** Something else changed. */
    void otherChanged(long nowNanos) {
        if (!othersPending) {
            othersPending = true;
            firstOtherNanos = nowNanos;
        }
        lastOtherNanos = nowNanos;
    }

    /** How long until the batch is due: 0 or less when it is, {@link #NOTHING_PENDING} when it is empty. */
    long remainingNanos(long nowNanos) {
        long remaining = NOTHING_PENDING;
        if (endpointsPending) {
            remaining = endpointsDueNanos - nowNanos;
        }
        if (othersPending) {
            long quiet = lastOtherNanos + otherNanos - nowNanos;
            long longest = firstOtherNanos + mostNanos - nowNanos;
            remaining = Math.min(remaining, Math.min(quiet, longest));
        }
        return remaining;
    }

    /** The batch was taken. */
    void clear() {
        endpointsPending = false;
        othersPending = false;
    }
}
