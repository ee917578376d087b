package dev.hawser.kubernetes.report;

import java.time.Duration;

/**
 * Allows so many things at once, and one more each period after that. Times are readings of one monotonic source in
 * nanoseconds, which may overflow. Used by one thread.
 */
public final class TokenBucket {

    private final int burst;
    private final long periodNanos;

    private int tokens;
    /** When the tokens were counted; those of full periods since then are to be added. */
    private long countedAt;

    /**
     * A full bucket.
     *
     * @param burst how many are allowed at once; at least 1
     * @param period how long until one more is
     */
    public TokenBucket(int burst, Duration period, long now) {
        this.burst = burst;
        this.periodNanos = period.toNanos();
        this.tokens = burst;
        this.countedAt = now;
    }

    /** How long until the next one is allowed; 0 when it is now. */
    public long remainingNanos(long now) {
        refill(now);
        return tokens > 0 ? 0 : periodNanos - (now - countedAt);
    }

    /** Notes that one was done. */
    public void take(long now) {
        refill(now);
        tokens = Math.max(0, tokens - 1);
    }

    /** Whether nothing was done for so long that a new bucket would be the same. */
    public boolean isFull(long now) {
        refill(now);
        return tokens == burst;
    }

    private void refill(long now) {
        if (tokens == burst) {
            countedAt = now;
            return;
        }
        long periods = (now - countedAt) / periodNanos;
        tokens = (int) Math.min(burst, tokens + periods);
        countedAt += periods * periodNanos;
    }
}
