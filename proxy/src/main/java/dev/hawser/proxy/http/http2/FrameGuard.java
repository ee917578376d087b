package dev.hawser.proxy.http.http2;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Counts what may be sent so often only, for one connection. Belongs to its event loop. */
final class FrameGuard {

    private static final Flood[] FLOODS = Flood.values();

    /** More frames than this are accounted for by nothing that was sent, in frames. */
    private static final int MAX_CREDIT = 1_000_000;

    /** More resets than this are accounted for by no responses: else they could be saved up for an attack. */
    private static final int MAX_FINISHED = 1000;

    /** How much of a body accounts for as much as a frame does. */
    private static final int CREDITED_OCTETS = 1024;

    private final int[] counts = new int[FLOODS.length];
    private final LongSupplier nanoTime;
    private final Consumer<Flood> listener;
    private long windowStart;
    private int uncredited;
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

    /** So much of a body came in: it accounts for other frames by its octets, for a client may cut it as it likes. */
    @SuppressWarnings("EnumOrdinal") // lives in this object only
    void received(int octets) {
        int sum = uncredited + octets;
        uncredited = sum % CREDITED_OCTETS;
        credit(Flood.PINGS.ordinal(), sum / CREDITED_OCTETS, MAX_CREDIT);
        credit(Flood.WINDOW_UPDATES.ordinal(), 4 * (sum / CREDITED_OCTETS), MAX_CREDIT);
    }

    /**
     * A DATA frame goes out: it accounts for others, unless the client has us make it short.
     *
     * @param window how many octets could be sent at most
     */
    @SuppressWarnings("EnumOrdinal") // lives in this object only
    void sent(int octets, int window) {
        if (octets < CREDITED_OCTETS && octets >= window) {
            return;
        }
        credit(Flood.PINGS.ordinal(), 1, MAX_CREDIT);
        credit(Flood.WINDOW_UPDATES.ordinal(), 4, MAX_CREDIT);
    }

    /** A response came to its end. */
    @SuppressWarnings("EnumOrdinal") // lives in this object only
    void finished() {
        credit(Flood.CLIENT_RESETS.ordinal(), 1, MAX_FINISHED);
    }

    private void credit(int flood, int frames, int most) {
        counts[flood] = Math.max(-most, counts[flood] - frames);
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
