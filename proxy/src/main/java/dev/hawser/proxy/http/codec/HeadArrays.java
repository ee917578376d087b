package dev.hawser.proxy.http.codec;

/**
 * Arrays of heads that are done with, kept for the heads to come, so that a request allocates none and idle connections
 * hold none. Giving back is never a must: what is not given back belongs to the collector. Belongs to one event loop.
 */
public final class HeadArrays {

    /** Most heads fit; others get arrays of their own. In bytes. */
    static final int OCTETS = 2048;

    /** In numbers; {@value Fields#STRIDE} of them are a field. */
    static final int TABLE = 32 * Fields.STRIDE;

    /** How many of each are kept, which is at most 640 KiB: as many as heads are commonly under way at once. */
    private static final int KEPT = 256;

    private final byte[][] octets = new byte[KEPT][];
    private final int[][] tables = new int[KEPT][];
    private int octetsKept;
    private int tablesKept;

    /** One of at least that length, with anything in it. */
    byte[] octets(int length) {
        if (length > OCTETS) {
            return new byte[length];
        }
        return octetsKept == 0 ? new byte[OCTETS] : octets[--octetsKept];
    }

    /** Takes one that nobody reads any more. */
    void giveBack(byte[] array) {
        if (array.length == OCTETS && octetsKept < KEPT) {
            octets[octetsKept++] = array;
        }
    }

    /** One of at least that length, with anything in it. */
    int[] table(int length) {
        if (length > TABLE) {
            return new int[length];
        }
        return tablesKept == 0 ? new int[TABLE] : tables[--tablesKept];
    }

    /** Takes one that nobody reads any more. */
    void giveBack(int[] table) {
        if (table.length == TABLE && tablesKept < KEPT) {
            tables[tablesKept++] = table;
        }
    }
}
