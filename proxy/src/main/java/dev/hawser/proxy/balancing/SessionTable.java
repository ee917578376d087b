package dev.hawser.proxy.balancing;

import java.util.List;
import java.util.UUID;

/**
 * Finds the place of a 128-bit id in a list without allocating: open addressing with linear probing over pairs of longs,
 * at most half full. Immutable; any thread.
 */
final class SessionTable {

    static final int ABSENT = -1;

    /** Two longs a slot. */
    private final long[] keys;
    /** The place plus one; 0 marks a free slot, which ends every probe. */
    private final int[] places;

    /** @throws IllegalArgumentException when an id occurs twice */
    SessionTable(List<UUID> ids) {
        int slots = Integer.highestOneBit(Math.max(1, ids.size())) * 4;
        this.keys = new long[2 * slots];
        this.places = new int[slots];
        for (int place = 0; place < ids.size(); place++) {
            UUID id = ids.get(place);
            long most = id.getMostSignificantBits();
            long least = id.getLeastSignificantBits();
            int slot = slotOf(most, least);
            if (places[slot] != 0) {
                throw new IllegalArgumentException("id: " + id + " (expected: one target only)");
            }
            keys[2 * slot] = most;
            keys[2 * slot + 1] = least;
            places[slot] = place + 1;
        }
    }

    /** The place of an id in the list; {@value #ABSENT} when it is not there. */
    int find(long most, long least) {
        return places[slotOf(most, least)] - 1;
    }

    /** The slot that holds an id, or the free one where it would go. */
    private int slotOf(long most, long least) {
        int mask = places.length - 1;
        long mixed = (most ^ Long.rotateLeft(least, 32)) * 0x9E37_79B9_7F4A_7C15L;
        int slot = (int) (mixed >>> 32) & mask;
        while (places[slot] != 0 && (keys[2 * slot] != most || keys[2 * slot + 1] != least)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
