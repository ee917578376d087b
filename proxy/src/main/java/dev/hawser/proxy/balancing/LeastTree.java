package dev.hawser.proxy.balancing;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * Finds the member with the least score, in one read, while scores change: a tournament of eight at a time, whose winners
 * meet again one level up. A change is carried up only as far as it changes a winner: for 10,000 members at most five
 * levels, each of one cache line.
 *
 * <p>Shared by all threads without locks. Whoever writes a winner looks again whether it still is the winner, so once
 * changes are over every level is right; during changes the least score of a moment before may be found, never anything
 * but a member. Among equal scores the turn goes to the next one after the one that changed last, so that equals share.
 */
final class LeastTree {

    static final int NONE = -1;

    /** Enough for any upstream; the place takes this part of a node. */
    static final int MAX_MEMBERS = 1 << LeastTree.INDEX_BITS;

    /** The score of a member that is not to be found. */
    static final double NEVER = Double.POSITIVE_INFINITY;

    private static final int INDEX_BITS = 20;
    private static final int INDEX_MASK = MAX_MEMBERS - 1;
    private static final int FAN_BITS = 3;
    private static final int FAN = 1 << FAN_BITS;
    private static final int FAN_MASK = FAN - 1;

    private static final long SCORE_MASK = -1L << INDEX_BITS;

    private static final long EMPTY = Long.MAX_VALUE;

    /** From the members up to the winner of all. A node is a score above the place of the member that has it. */
    private final AtomicLongArray[] levels;

    private final IntToDoubleFunction scores;

    /**
     * A tree in which no score was read yet.
     *
     * @param scores the score of a member as it is now: at least 0, told apart to about ten digits; {@link #NEVER} for
     *     a member that is not to be found
     * @throws IllegalArgumentException when there are more than {@value #MAX_MEMBERS} members
     */
    LeastTree(int members, IntToDoubleFunction scores) {
        if (members > MAX_MEMBERS) {
            throw new IllegalArgumentException("targets: " + members + " (expected: at most " + MAX_MEMBERS + ")");
        }
        this.scores = scores;
        int height = 1;
        for (int size = members; size > 1; size = parent(size + FAN_MASK)) {
            height++;
        }
        this.levels = new AtomicLongArray[height];
        int size = members;
        for (int level = 0; level < height; level++) {
            levels[level] = new AtomicLongArray(Math.max(1, size));
            size = parent(size + FAN_MASK);
            for (int i = 0; i < levels[level].length(); i++) {
                levels[level].setPlain(i, EMPTY);
            }
        }
    }

    private static int parent(int child) {
        return child >> FAN_BITS;
    }

    /** Reads the score of a member, which may have changed. */
    void refresh(int index) {
        AtomicLongArray leaves = levels[0];
        long node = nodeOf(index);
        if (leaves.get(index) == node) {
            return;
        }
        long again = node;
        do {
            node = again;
            leaves.set(index, node);
            again = nodeOf(index);
        } while (again != node);
        int child = index;
        for (int level = 1; level < levels.length && settle(level, child, index); level++) {
            child = parent(child);
        }
    }

    private long nodeOf(int index) {
        double score = scores.applyAsDouble(index);
        // Positive doubles are in the order of their bits; what is cut off is beyond the tenth digit.
        return score < NEVER ? (Double.doubleToRawLongBits(score) & SCORE_MASK) | index : EMPTY;
    }

    /**
     * Writes the winner among a node and its siblings one level up; whether that is another than before.
     *
     * @param last the member that changed
     */
    private boolean settle(int level, int child, int last) {
        AtomicLongArray here = levels[level];
        int node = parent(child);
        boolean changed = false;
        long before = here.get(node);
        long winner = winner(level - 1, child, last);
        while (before != winner && !(changed && stillWins(before, winner, level))) {
            changed |= here.compareAndSet(node, before, winner);
            before = here.get(node);
            winner = winner(level - 1, child, last);
        }
        return changed;
    }

    /** Whether a node has the score of the winner and is still there below: another thread broke the tie its way. */
    private boolean stillWins(long node, long winner, int level) {
        return node != EMPTY
                && scoreOf(node) == scoreOf(winner)
                && levels[level - 1].get(indexOf(node) >> (FAN_BITS * (level - 1))) == node;
    }

    /** The least of a node and its siblings; of equal ones, that of the first member after the last. */
    private long winner(int level, int child, int last) {
        AtomicLongArray nodes = levels[level];
        int first = child & ~FAN_MASK;
        int end = Math.min(first + FAN, nodes.length());
        long winner = nodes.get(first);
        for (int place = first + 1; place < end; place++) {
            long node = nodes.get(place);
            long difference = scoreOf(node) - scoreOf(winner);
            if (difference < 0 || (difference == 0 && distance(last, node) < distance(last, winner))) {
                winner = node;
            }
        }
        return winner;
    }

    /** How many members lie between, going up and around. */
    private static int distance(int last, long node) {
        return (indexOf(node) - last - 1) & INDEX_MASK;
    }

    private static int indexOf(long node) {
        return (int) node & INDEX_MASK;
    }

    private static long scoreOf(long node) {
        return node & SCORE_MASK;
    }

    /** The member with the least score; {@value #NONE} when all have {@link #NEVER}. */
    int least() {
        long node = levels[levels.length - 1].get(0);
        return node == EMPTY ? NONE : indexOf(node);
    }

    /**
     * The member with the least score among those that are not left out, in a time that grows with how many are left
     * out.
     */
    int leastBut(IntPredicate leftOut) {
        long node = leastBut(levels.length - 1, 0, leftOut);
        return node == EMPTY ? NONE : indexOf(node);
    }

    private long leastBut(int level, int place, IntPredicate leftOut) {
        long node = levels[level].get(place);
        if (node == EMPTY || !leftOut.test(indexOf(node))) {
            return node;
        }
        if (level == 0) {
            return EMPTY;
        }
        AtomicLongArray below = levels[level - 1];
        long least = EMPTY;
        int first = place << FAN_BITS;
        for (int child = first; child < Math.min(first + FAN, below.length()); child++) {
            least = Math.min(least, leastBut(level - 1, child, leftOut));
        }
        return least;
    }
}
