package dev.hawser.proxy.http.connection;

import java.time.Duration;

/**
 * Tells whether a peer that is waited for keeps up: it must not be still for a whole time-out, and must move at least the
 * bytes of the least rate in each such time. Only the time for which it is waited for counts. Looked at from time to time,
 * not at each read: nothing is called in between.
 *
 * <p>Times are those of {@link System#nanoTime}; the counts of bytes never go back. Belongs to one event loop.
 */
public final class Pace {

    /** How often within a time-out a peer is looked at that is only known to have moved when it is. */
    private static final int LOOKS = 4;

    private final long timeoutNanos;
    private final long leastBytes;
    private boolean begun;
    private boolean waiting;
    private long pausedNanos;
    private long startNanos;
    private long startBytes;
    private long movedNanos;
    private long movedBytes;

    /**
     * @param timeout how long the peer may be still, and the time over which its rate is taken
     * @param bytesPerSecond the least rate; 0 for none
     */
    public Pace(Duration timeout, long bytesPerSecond) {
        this.timeoutNanos = timeout.toNanos();
        this.leastBytes = (long) (bytesPerSecond * (timeoutNanos / 1e9));
    }

    /** The peer is waited for from now on, or still is, and has moved so many bytes in all. */
    public void await(long nowNanos, long bytes) {
        if (!begun) {
            begun = true;
            startNanos = nowNanos;
            startBytes = bytes;
        } else if (!waiting) {
            startNanos += nowNanos - pausedNanos;
        }
        if (!waiting || bytes != movedBytes) {
            movedNanos = nowNanos;
            movedBytes = bytes;
        }
        waiting = true;
    }

    /** Something else is waited for; the time until {@link #await} does not count. */
    public void pause(long nowNanos) {
        if (waiting) {
            waiting = false;
            pausedNanos = nowNanos;
        }
    }

    /**
     * When to look again, in nanoseconds from now; 0 or less when the peer, which is waited for, is too slow. To be asked
     * right after {@link #await}.
     */
    public long leftNanos(long nowNanos) {
        if (nowNanos - startNanos >= timeoutNanos) {
            if (movedBytes - startBytes < leastBytes) {
                return 0;
            }
            startNanos = nowNanos;
            startBytes = movedBytes;
        }
        long stillLeft = timeoutNanos - (nowNanos - movedNanos);
        long rateLeft = timeoutNanos - (nowNanos - startNanos);
        return Math.min(Math.min(stillLeft, rateLeft), Math.max(1, timeoutNanos / LOOKS));
    }
}
