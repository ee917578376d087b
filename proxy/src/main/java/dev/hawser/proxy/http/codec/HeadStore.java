package dev.hawser.proxy.http.codec;

import org.jspecify.annotations.Nullable;

/**
 * What the heads of an event loop share: the texts of their values, and what heads that are done with took, kept for those
 * to come, so that a request allocates none of it and idle connections hold none. Giving back is never a must: what is not
 * given back belongs to the collector. Belongs to one event loop.
 */
public final class HeadStore {

    /** Most heads fit; others get arrays of their own. In bytes. */
    static final int OCTETS = 2048;

    /** In numbers; {@value Fields#STRIDE} of them are a field. */
    static final int TABLE = 32 * Fields.STRIDE;

    /** How many of each are kept, at most 0.7 MiB in all: as many as heads are commonly under way at once. */
    private static final int KEPT = 256;

    private final byte[][] octets = new byte[KEPT][];
    private final int[][] tables = new int[KEPT][];
    private final SeenTexts texts = new SeenTexts();
    private final @Nullable Fields[] copies = new @Nullable Fields[KEPT];
    private int octetsKept;
    private int tablesKept;
    private int copiesKept;

    /** What stands there, in ISO 8859-1. */
    String text(byte[] from, int start, int end) {
        return texts.of(from, start, end);
    }

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

    /** Fields that are empty; {@code null} when none were given back. */
    @Nullable
    Fields copy() {
        return copiesKept == 0 ? null : copies[--copiesKept];
    }

    /** Takes empty ones that nobody uses any more. */
    void giveBack(Fields copy) {
        if (copiesKept < KEPT) {
            copies[copiesKept++] = copy;
        }
    }

    /** Takes one that nobody reads any more. */
    void giveBack(int[] table) {
        if (table.length == TABLE && tablesKept < KEPT) {
            tables[tablesKept++] = table;
        }
    }
}
