package dev.hawser.proxy.http.proxyprotocol;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts connections that were closed for want of a PROXY header, and tells of them, but not of each: whoever reaches the
 * port can make as many as it likes. Any thread may call it.
 */
public final class RefusedHeaders {

    private static final Logger log = LoggerFactory.getLogger(RefusedHeaders.class);

    /** At most one line is logged in this time: {@value} seconds. */
    static final long LOG_SECONDS = 10;

    private static final long QUIET_NANOS = Duration.ofSeconds(LOG_SECONDS).toNanos();

    private final LongSupplier nanos;
    private final AtomicLong count = new AtomicLong();
    /** When the next line may be logged. Written by whoever logs one. */
    private final AtomicLong nextNanos;

    public RefusedHeaders() {
        this(System::nanoTime);
    }

    RefusedHeaders(LongSupplier nanos) {
        this.nanos = nanos;
        this.nextNanos = new AtomicLong(nanos.getAsLong());
    }

    /** How many there were. */
    public long count() {
        return count.get();
    }

    /** One more; tells whether it was logged. */
    boolean add(@Nullable SocketAddress peer, String problem) {
        long total = count.incrementAndGet();
        long now = nanos.getAsLong();
        long next = nextNanos.get();
        if (now - next < 0 || !nextNanos.compareAndSet(next, now + QUIET_NANOS)) {
            return false;
        }
        log.atWarn()
                .addKeyValue("peer", peer)
                .addKeyValue("problem", problem)
                .addKeyValue("refusedSoFar", total)
                .log("Connection without a proper PROXY header is closed");
        return true;
    }
}
