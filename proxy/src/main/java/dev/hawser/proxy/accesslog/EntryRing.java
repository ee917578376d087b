package dev.hawser.proxy.accesslog;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Entries on their way from one event loop to the writer, at most so many. The loop takes the next free one, fills it and
 * publishes it; the writer reads it and gives it back. Entries are made when they are first needed and then used again and
 * again; neither side ever waits.
 */
final class EntryRing {

    private final @Nullable AccessEntry[] entries;
    private final int mask;

    /** How many were published. Written by the loop, read by the writer, which sees their contents through it. */
    private final AtomicLong published = new AtomicLong();

    /** How many were given back. Written by the writer, read by the loop, which may see too few and so room too little. */
    private final AtomicLong released = new AtomicLong();

    /** @param capacity a power of two */
    EntryRing(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("ring: " + capacity + " entries (expected: a power of two)");
        }
        this.entries = new AccessEntry[capacity];
        this.mask = capacity - 1;
    }

    /** For the loop: the entry to be filled next; {@code null} when all are waiting to be written. */
    @Nullable
    AccessEntry claim() {
        long next = published.getPlain();
        if (next - released.getAcquire() > mask) {
            return null;
        }
        int at = (int) next & mask;
        AccessEntry entry = entries[at];
        if (entry == null) {
            entry = new AccessEntry();
            entries[at] = entry;
        }
        return entry;
    }

    /** For the loop: the entry claimed last is filled. */
    void publish() {
        // Volatile, not release: the loop looks next whether the writer sleeps, and must not do so before.
        published.set(published.getPlain() + 1);
    }

    /** For the writer: the entry to be written next; {@code null} when there is none. */
    @Nullable
    AccessEntry next() {
        long at = released.getPlain();
        return at == published.get() ? null : entries[(int) at & mask];
    }

    /** For the writer: the entry that was next is written. */
    void release() {
        released.setRelease(released.getPlain() + 1);
    }

    /** How many wait; for the loop exact or too high, for the writer exact or too low. */
    int waiting() {
        return (int) (published.get() - released.get());
    }

    int capacity() {
        return entries.length;
    }
}
