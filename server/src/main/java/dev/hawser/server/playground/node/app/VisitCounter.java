package dev.hawser.server.playground.node.app;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each visitor came, in this pod's memory only. Holds the {@value #MAX_VISITORS} visitors seen last and forgets
 * others. Threads may share it.
 */
public final class VisitCounter {

    static final int MAX_VISITORS = 100_000;

    private final Map<Visitor, Long> visits = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Visitor, Long> eldest) {
            return size() > MAX_VISITORS;
        }
    };

    /** Counts one more visit and returns which it is; the first is 1. */
    synchronized long visit(Visitor visitor) {
        return visits.merge(visitor, 1L, Long::sum);
    }
}
