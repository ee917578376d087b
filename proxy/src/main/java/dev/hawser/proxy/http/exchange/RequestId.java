package dev.hawser.proxy.http.exchange;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The id of a request: 32 lower-case hexadecimal digits, which are made when they are written. */
record RequestId(long high, long low) implements CharSequence {

    private static final int LENGTH = 32;
    private static final String DIGITS = "0123456789abcdef";

    /** One that no other request has. */
    static RequestId create() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new RequestId(random.nextLong(), random.nextLong());
    }

    @Override
    public int length() {
        return LENGTH;
    }

    @Override
    public char charAt(int index) {
        long half = index < LENGTH / 2 ? high : low;
        return DIGITS.charAt((int) (half >>> (60 - 4 * (index & 15))) & 0xf);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().subSequence(start, end);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
