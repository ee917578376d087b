package dev.hawser.proxy.balancing;

/**
 * The hash function XXH32 with seed 0 (xxHash fast digest algorithm, specification 0.1.1) of bytes that come as text, each
 * as the character of its value. Pure; any thread.
 */
final class XxHash32 {

    private static final int PRIME_1 = 0x9E3779B1;
    private static final int PRIME_2 = 0x85EBCA77;
    private static final int PRIME_3 = 0xC2B2AE3D;
    private static final int PRIME_4 = 0x27D4EB2F;
    private static final int PRIME_5 = 0x165667B1;
    /** Modulo 2^32. */
    private static final int PRIME_1_PLUS_2 = 0x24234428;

    private static final int STRIPE = 16;

    private XxHash32() {}

    /**
     * The hash, to be read as an unsigned number.
     *
     * @param bytes characters below 256; of others, the lowest eight bits count
     */
    static int hash(String bytes) {
        int length = bytes.length();
        int position = 0;
        int hash = PRIME_5;
        if (length >= STRIPE) {
            int lane1 = PRIME_1_PLUS_2;
            int lane2 = PRIME_2;
            int lane3 = 0;
            int lane4 = -PRIME_1;
            for (; position <= length - STRIPE; position += STRIPE) {
                lane1 = round(lane1, intAt(bytes, position));
                lane2 = round(lane2, intAt(bytes, position + 4));
                lane3 = round(lane3, intAt(bytes, position + 8));
                lane4 = round(lane4, intAt(bytes, position + 12));
            }
            hash = Integer.rotateLeft(lane1, 1)
                    + Integer.rotateLeft(lane2, 7)
                    + Integer.rotateLeft(lane3, 12)
                    + Integer.rotateLeft(lane4, 18);
        }
        hash += length;
        for (; position <= length - 4; position += 4) {
            hash = Integer.rotateLeft(hash + intAt(bytes, position) * PRIME_3, 17) * PRIME_4;
        }
        for (; position < length; position++) {
            hash = Integer.rotateLeft(hash + (bytes.charAt(position) & 0xFF) * PRIME_5, 11) * PRIME_1;
        }
        return mixed(hash);
    }

    private static int intAt(String bytes, int position) {
        return (bytes.charAt(position) & 0xFF)
                | ((bytes.charAt(position + 1) & 0xFF) << 8)
                | ((bytes.charAt(position + 2) & 0xFF) << 16)
                | (bytes.charAt(position + 3) << 24);
    }

    private static int round(int lane, int input) {
        return Integer.rotateLeft(lane + input * PRIME_2, 13) * PRIME_1;
    }

    private static int mixed(int hash) {
        int a = (hash ^ (hash >>> 15)) * PRIME_2;
        int b = (a ^ (a >>> 13)) * PRIME_3;
        return b ^ (b >>> 16);
    }
}
