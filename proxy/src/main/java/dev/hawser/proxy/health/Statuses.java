package dev.hawser.proxy.health;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/** A set of HTTP status codes that is asked for each response and so does not box them. Immutable. */
public final class Statuses {

    private final BitSet codes = new BitSet();

    Statuses(Collection<Integer> codes) {
        codes.forEach(this.codes::set);
    }

    static Statuses of(Integer... codes) {
        return new Statuses(List.of(codes));
    }

    boolean contains(int code) {
        return codes.get(code);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Statuses statuses && statuses.codes.equals(codes);
    }

    @Override
    public int hashCode() {
        return codes.hashCode();
    }

    @Override
    public String toString() {
        return codes.toString();
    }
}
