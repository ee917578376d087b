package dev.hawser.proxy.routing;

import java.util.Arrays;
import java.util.SequencedCollection;

/**
 * Texts in their order, searched by the first eight characters after what all of them start with. Those lie side by side
 * in memory, whereas each text that is looked at costs two detours; with many thousand texts that is what a search costs.
 * Immutable.
 */
final class SortedPrefixes {

    static final int NONE = -1;

    private static final int KEY_CHARACTERS = Long.BYTES;
    private static final int MAX_BYTE = 0xFF;

    private final String[] texts;
    /** The length of what all texts start with. */
    private final int shared;
    /** Ascending as signed numbers; equal where the texts are told apart only by what comes later. */
    private final long[] keys;

    /** @param ascending in the order of {@link String#compareTo}, none twice */
    SortedPrefixes(SequencedCollection<String> ascending) {
        this.texts = ascending.toArray(String[]::new);
        this.shared = texts.length == 0 ? 0 : sharedLength(texts[0], texts[texts.length - 1]);
        this.keys = new long[texts.length];
        for (int i = 0; i < texts.length; i++) {
            keys[i] = keyOf(texts[i]);
        }
    }

    /** In a sorted list, what the first and the last share is shared by all. */
    private static int sharedLength(String first, String last) {
        int length = 0;
        while (length < Math.min(first.length(), last.length()) && first.charAt(length) == last.charAt(length)) {
            length++;
        }
        return length;
    }

    /** Never falls where the text rises: from the first character that fills a byte on, all texts count alike. */
    private long keyOf(String text) {
        long key = 0;
        int octet = 0;
        for (int i = shared; i < shared + KEY_CHARACTERS; i++) {
            if (octet < MAX_BYTE) {
                octet = i < text.length() ? Math.min(text.charAt(i), MAX_BYTE) : 0;
            }
            key = (key << Byte.SIZE) | octet;
        }
        return key ^ Long.MIN_VALUE;
    }

    int size() {
        return texts.length;
    }

    String at(int index) {
        return texts[index];
    }

    /**
     * The greatest text that is not after this one.
     *
     * @return {@value #NONE} when there is none; also when the text does not start as all texts do
     */
    int floor(String text) {
        if (texts.length == 0 || !text.regionMatches(0, texts[0], 0, shared)) {
            return NONE;
        }
        long key = keyOf(text);
        int first = firstAtLeast(key);
        int end = first;
        while (end < keys.length && keys[end] == key && end - first < KEY_CHARACTERS) {
            end++;
        }
        if (end < keys.length && keys[end] == key) {
            end = key == Long.MAX_VALUE ? keys.length : firstAtLeast(key + 1);
        }
        int found = Arrays.binarySearch(texts, first, end, text);
        return found >= 0 ? found : -found - 2;
    }

    private int firstAtLeast(long key) {
        int low = 0;
        int high = keys.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keys[middle] < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
