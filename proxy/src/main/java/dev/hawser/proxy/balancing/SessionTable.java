package dev.hawser.proxy.balancing;

import java.util.List;
import java.util.UUID;

/**
 * Finds the place of a 128-bit id in a list without allocating: open addressing with linear probing, at most half full.
 * A slot is four longs, half a line of the processor's cache, so that finding an id mostly loads one line. Immutable;
 * any thread.
 */
final class SessionTable {

    static final int ABSENT = -1;

    private static final int SLOT = 4;
    private static final int LEAST = 1;
    private static final int PLACE = 2;

    /** Of each slot: the two halves of the id; the place plus one, where 0 marks a free slot, which ends every probe. */
    private final long[] slots;

    private final int mask;

    /** @throws IllegalArgumentException when an id occurs twice */
    SessionTable(List<UUID> ids) {
        int count = Integer.highestOneBit(Math.max(1, ids.size())) * 4;
        this.slots = new long[SLOT * count];
        this.mask = slots.length - SLOT;
        for (int place = 0; place < ids.size(); place++) {
            UUID id = ids.get(place);
            long most = id.getMostSignificantBits();
            long least = id.getLeastSignificantBits();
            int slot = slotOf(most, least);
            if (slots[slot + PLACE] != 0) {
                throw new IllegalArgumentException("id: " + id + " (expected: one target only)");
            }
            slots[slot] = most;
            slots[slot + LEAST] = least;
            slots[slot + PLACE] = place + 1L;
        }
    }

    /** The place of an id in the list; {@value #ABSENT} when it is not there. */
    int find(long most, long least) {
        return (int) slots[slotOf(most, least) + PLACE] - 1;
    }

    /** Where the slot begins that holds an id, or the free one where it would go. */
    private int slotOf(long most, long least) {
        long mixed = (most ^ Long.rotateLeft(least, 32)) * 0x9E37_79B9_7F4A_7C15L;
        int slot = (int) (mixed >>> 32) & mask;
        while (slots[slot + PLACE] != 0 && (slots[slot] != most || slots[slot + LEAST] != least)) {
            slot = (slot + SLOT) & mask;
        }
        return slot;
    }
}
