package dev.hawser.proxy.health;

import java.util.ArrayDeque;
import java.util.Queue;

/** Lets a number of things go on at once, and others wait for their turn in the order in which they came. One loop's. */
final class Turns {

    /** Something whose turn has come. */
    interface Start {

        /** Begins; {@code false} when it no longer wants to, and its turn passes to the next. */
        boolean begin();
    }

    private final int limit;
    private final Queue<Start> waiting = new ArrayDeque<>();
    private int underWay;

    /** @param limit at least 1 */
    Turns(int limit) {
        this.limit = limit;
    }

    /** Begins now, or when others have {@linkplain #end ended}. */
    void take(Start start) {
        if (underWay >= limit) {
            waiting.add(start);
        } else {
            begin(start);
        }
    }

    /** To be called once by each that began. */
    void end() {
        underWay--;
        while (underWay < limit) {
            Start next = waiting.poll();
            if (next == null) {
                return;
            }
            begin(next);
        }
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
