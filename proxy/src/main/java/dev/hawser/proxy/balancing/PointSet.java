package dev.hawser.proxy.balancing;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A set of numbers from 0 up that finds the greatest one not above another in a few steps: bits, and above each 64 of
 * them a bit that says whether any is set. Shared by all threads without locks: whoever clears a bit above looks again
 * whether it is still right, so once changes are over every level is.
 */
final class PointSet {

    static final int NONE = -1;

    private static final int WORD_BITS = 6;
    private static final int WORD_MASK = (1 << WORD_BITS) - 1;

    private final AtomicLongArray[] levels;

    /** An empty set of numbers below a size. */
    PointSet(int size) {
        int height = 1;
        for (int words = wordsFor(size); words > 1; words = wordsFor(words)) {
            height++;
        }
        this.levels = new AtomicLongArray[height];
        int words = size;
        for (int level = 0; level < height; level++) {
            words = wordsFor(words);
            levels[level] = new AtomicLongArray(words);
        }
    }

    private static int wordsFor(int bits) {
        return Math.max(1, (bits + WORD_MASK) >> WORD_BITS);
    }

    void add(int point) {
        add(0, point);
    }

    private void add(int level, int point) {
        int word = point >> WORD_BITS;
        long before = levels[level].getAndUpdate(word, bits -> bits | (1L << point));
        if (before == 0 && level + 1 < levels.length) {
            add(level + 1, word);
        }
    }

    void remove(int point) {
        remove(0, point);
    }

    private void remove(int level, int point) {
        int word = point >> WORD_BITS;
        long after = levels[level].updateAndGet(word, bits -> bits & ~(1L << point));
        if (after == 0 && level + 1 < levels.length) {
            remove(level + 1, word);
            if (levels[level].get(word) != 0) {
                add(level + 1, word);
            }
        }
    }

    /** The greatest number in the set that is at most this one; {@value #NONE} when there is none. */
    int floor(int point) {
        return floor(0, point);
    }

    private int floor(int level, int from) {
        int at = from;
        while (at >= 0) {
            int word = at >> WORD_BITS;
            long upToHere = levels[level].get(word) & (-1L >>> (WORD_MASK - (at & WORD_MASK)));
            if (upToHere != 0) {
                return (word << WORD_BITS) + WORD_MASK - Long.numberOfLeadingZeros(upToHere);
            }
            // A word that another thread empties meanwhile is passed by.
            int next = level + 1 < levels.length ? floor(level + 1, word - 1) : word - 1;
            at = next < 0 ? NONE : (next << WORD_BITS) + WORD_MASK;
        }
        return NONE;
    }
}
