package dev.hawser.proxy.http.http2;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Counts what may be sent so often only, for one connection. Belongs to its event loop. */
final class FrameGuard {

    private static final Flood[] FLOODS = Flood.values();

    /** More frames than this are accounted for by nothing that was sent, in frames. */
    private static final int MAX_CREDIT = 1_000_000;

    private final int[] counts = new int[FLOODS.length];
    private final LongSupplier nanoTime;
    private final Consumer<Flood> listener;
    private long windowStart;
    private boolean told;

    /** @param listener hears of the first flood */
    FrameGuard(LongSupplier nanoTime, Consumer<Flood> listener) {
        this.nanoTime = nanoTime;
        this.listener = listener;
        this.windowStart = nanoTime.getAsLong();
    }

    /**
     * One more.
     *
     * @throws FloodDetected if that is one too many
     */
    @SuppressWarnings("EnumOrdinal") // lives in this object only
    void count(Flood flood) throws FloodDetected {
        long now = nanoTime.getAsLong();
        if (now - windowStart >= Flood.WINDOW.toNanos()) {
            windowStart = now;
            Arrays.fill(counts, 0);
        }
        if (++counts[flood.ordinal()] > flood.limit()) {
            throw detected(flood);
        }
    }

    /** A DATA frame went by, in whichever direction: it accounts for others. */
    @SuppressWarnings("EnumOrdinal") // lives in this object only
    void credit() {
        credit(Flood.PINGS.ordinal(), 1);
        credit(Flood.WINDOW_UPDATES.ordinal(), 4);
    }

    private void credit(int flood, int frames) {
        counts[flood] = Math.max(-MAX_CREDIT, counts[flood] - frames);
    }

    /** Tells of a flood, whoever found it. */
    FloodDetected detected(Flood flood) {
        if (!told) {
            told = true;
            listener.accept(flood);
        }
        return new FloodDetected(flood);
    }
}
