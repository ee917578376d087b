package dev.hawser.proxy.health;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets a number of things go on at once, and others wait for their turn: owners one after the other, and those of one
 * owner in the order in which they came. One loop's.
 */
final class Turns {

    /** Something whose turn has come. */
    interface Start {

        /** Begins; {@code false} when it no longer wants to, and its turn passes to the next. */
        boolean begin();
    }

    private final int limit;
    /** By owner, the one whose turn is next first; none is empty. */
    private final SequencedMap<Object, Queue<Start>> waiting = new LinkedHashMap<>();

    private int underWay;

    /** @param limit at least 1 */
    Turns(int limit) {
        this.limit = limit;
    }

    /** Begins now, or when others have {@linkplain #end ended}. All that come by this way have one owner. */
    void take(Start start) {
        take(this, start);
    }

    /** As above, without having to wait for all that another owner wants. */
    void take(Object owner, Start start) {
        if (underWay >= limit) {
            waiting.computeIfAbsent(owner, key -> new ArrayDeque<>()).add(start);
        } else {
            begin(start);
        }
    }

    /** To be called once by each that began. */
    void end() {
        underWay--;
        while (underWay < limit) {
            Start next = next();
            if (next == null) {
                return;
            }
            begin(next);
        }
    }

    private @Nullable Start next() {
        Map.Entry<Object, Queue<Start>> owned = waiting.pollFirstEntry();
        if (owned == null) {
            return null;
        }
        Start next = owned.getValue().poll();
        if (!owned.getValue().isEmpty()) {
            waiting.putLast(owned.getKey(), owned.getValue());
        }
        return next;
    }

    /** Nobody who waits gets a turn any more. */
    void dismiss() {
        waiting.clear();
    }

    private void begin(Start start) {
        underWay++;
        if (!start.begin()) {
            underWay--;
        }
    }
}
