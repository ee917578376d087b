package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.connection.Pace;
import org.jspecify.annotations.Nullable;

/** How a client takes responses, which most take at once. */
final class Taking {

    private final ExchangeSettings settings;
    /** {@code null} when nothing ever had to wait. */
    private @Nullable Pace pace;

    Taking(ExchangeSettings settings) {
        this.settings = settings;
    }

    /**
     * The client is waited for, which took so much by now.
     *
     * @return how long until it is to be looked at again, in nanoseconds; 0 when it is too slow
     */
    long await(long nowNanos, long takenBytes) {
        Pace known = pace;
        if (known == null) {
            known = new Pace(settings.sendTimeout(), settings.minRate());
            pace = known;
        }
        known.await(nowNanos, takenBytes);
        return Math.max(0, known.leftNanos(nowNanos));
    }

    /** The client takes what it is sent, or nothing is sent. */
    void pause() {
        if (pace != null) {
            pace.pause(System.nanoTime());
        }
    }
}
