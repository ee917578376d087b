package dev.hawser.proxy.metrics;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each status came, from endpoints and from the gateway. There are few, so they are looked for one by one. Counted
 * by event loops, read by any thread.
 */
final class StatusCounts {

    /** Who gave the response, as Kong calls it. */
    enum Source {
        SERVICE("service"),
        GATEWAY("kong");

        private final String label;

        Source(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    record Count(int status, Source source, LongAdder number) {}

    /** Replaced by a longer one when a status comes for the first time; never changed. */
    private final AtomicReference<Count[]> counts = new AtomicReference<>(new Count[0]);

    void add(int status, Source source) {
        while (true) {
            Count[] known = counts.get();
            for (Count count : known) {
                if (count.status == status && count.source == source) {
                    count.number.increment();
                    return;
                }
            }
            Count[] more = Arrays.copyOf(known, known.length + 1);
            more[known.length] = new Count(status, source, new LongAdder());
            counts.compareAndSet(known, more);
        }
    }

    /** All of them, in the order in which they came first; not to be changed. */
    Count[] all() {
        return counts.get();
    }
}
