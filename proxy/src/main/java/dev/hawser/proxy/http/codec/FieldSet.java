package dev.hawser.proxy.http.codec;

/**
 * A set of recognised names. Immutable.
 *
 * @param bits one bit for each name, at its number
 */
public record FieldSet(long bits) {

    /** The set with no names. */
    public static final FieldSet EMPTY = new FieldSet(0);

    public static FieldSet of(FieldName... names) {
        long bits = 0;
        for (FieldName name : names) {
            bits |= name.bit();
        }
        return new FieldSet(bits);
    }

    /** The names of both sets. */
    public FieldSet plus(FieldSet other) {
        return new FieldSet(bits | other.bits);
    }

    public boolean contains(FieldName name) {
        return (bits & name.bit()) != 0;
    }

    /** Whether a name, in any case, is one of the set. */
    public boolean contains(CharSequence name) {
        return holds(KnownNames.kindOf(name));
    }

    boolean holds(int kind) {
        return kind != 0 && (bits >>> kind & 1) != 0;
    }
}
