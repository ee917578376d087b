package dev.hawser.proxy.http.codec;

/** Writes names and values of fields that are made here, and takes none that would break out of its line. */
final class FieldText {

    private FieldText() {}

    /** Writes a name; returns where it ends. */
    static int writeName(CharSequence name, byte[] to, int at) {
        if (name instanceof FieldName known) {
            System.arraycopy(KnownNames.octets(known), 0, to, at, known.length());
            return at + known.length();
        }
        int length = name.length();
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            if (c > 0x7e || !Octets.isToken((byte) c)) {
                throw new IllegalArgumentException("field name: has character " + (int) c + " (expected: a token)");
            }
            to[at + i] = (byte) c;
        }
        if (length == 0) {
            throw new IllegalArgumentException("field name: empty (expected: a token)");
        }
        return at + length;
    }

    /** Writes a value in ISO 8859-1, with {@code ?} for what that does not have; returns where it ends. */
    static int writeValue(CharSequence value, byte[] to, int at) {
        int length = value.length();
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new IllegalArgumentException(
                        "field value: has character " + (int) c + " (expected: no control character)");
            }
            to[at + i] = (byte) (c > 0xff ? '?' : c);
        }
        return at + length;
    }
}
