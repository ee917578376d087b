package dev.hawser.proxy.balancing;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntPredicate;

/**
 * The weights of those members that are available, by their place: how much they are together, and whose part a point of
 * that whole lies in, in logarithmic time (a Fenwick tree of atomic sums). Shared by all threads without locks: a reader
 * that meets a change may be led to a neighbour, and so has to check what it finds.
 */
final class AvailableWeights {

    static final int NONE = -1;

    /** Neighbours tried before all members are looked at, beside those that are known to be of no use. */
    private static final int SPARE_STEPS = 4;

    private final int[] weights;
    /** 1 where a member is available. Whoever changes it changes the sums too. */
    private final AtomicIntegerArray available;
    /** At {@code i}, counted from 1: the sum of the {@code lowestOneBit(i)} weights that end with the i-th. */
    private final AtomicLongArray sums;

    private final AtomicLong total = new AtomicLong();

    /** At first none is available. */
    AvailableWeights(int[] weights) {
        this.weights = weights.clone();
        this.available = new AtomicIntegerArray(weights.length);
        this.sums = new AtomicLongArray(weights.length + 1);
    }

    /** The weight of all that are available. */
    long total() {
        return total.get();
    }

    void mark(int index, boolean nowAvailable) {
        int now = nowAvailable ? 1 : 0;
        if (weights[index] == 0 || available.getAndSet(index, now) == now) {
            return;
        }
        long change = nowAvailable ? weights[index] : -weights[index];
        for (int i = index + 1; i < sums.length(); i += Integer.lowestOneBit(i)) {
            sums.addAndGet(i, change);
        }
        total.addAndGet(change);
    }

    /**
     * The member in whose part a point lies, or the next one that serves.
     *
     * @param point at least 0; taken modulo the whole
     * @param useless how many members at most are available and do not serve
     * @return {@value #NONE} when none serves
     */
    int pick(long point, int useless, IntPredicate serves) {
        long at = point;
        for (int step = 0; step <= useless + SPARE_STEPS; step++) {
            long whole = total.get();
            if (whole <= 0) {
                return NONE;
            }
            int index = memberAt(at % whole);
            if (index < weights.length && weights[index] > 0 && serves.test(index)) {
                return index;
            }
            at = sumTo(Math.min(index + 1, weights.length));
        }
        // Changes under way may have led every step astray.
        for (int index = 0; index < weights.length; index++) {
            if (weights[index] > 0 && serves.test(index)) {
                return index;
            }
        }
        return NONE;
    }

    private int memberAt(long point) {
        long rest = point;
        int index = 0;
        for (int step = Integer.highestOneBit(weights.length); step > 0; step >>= 1) {
            int next = index + step;
            if (next <= weights.length && sums.get(next) <= rest) {
                rest -= sums.get(next);
                index = next;
            }
        }
        return index;
    }

    private long sumTo(int count) {
        long sum = 0;
        for (int i = count; i > 0; i -= Integer.lowestOneBit(i)) {
            sum += sums.get(i);
        }
        return Math.max(sum, 0);
    }
}
