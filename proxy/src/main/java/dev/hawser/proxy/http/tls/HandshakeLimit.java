package dev.hawser.proxy.http.tls;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the handshakes under way in a gateway, each of which holds memory before anything is known of its client. */
public final class HandshakeLimit {

    private static final Logger log = LoggerFactory.getLogger(HandshakeLimit.class);

    private final int max;
    private final AtomicInteger underWay = new AtomicInteger();
    /** Whether the log has it that the limit was reached, and not yet that it is over. */
    private final AtomicBoolean told = new AtomicBoolean();

    /** @param max how many there may be at once, at least 1 */
    public HandshakeLimit(int max) {
        this.max = max;
    }

    /** Whether one more may begin; it is to be ended if so. */
    boolean begin() {
        if (underWay.incrementAndGet() <= max) {
            return true;
        }
        underWay.decrementAndGet();
        if (told.compareAndSet(false, true)) {
            log.atWarn().addKeyValue("limit", max).log("Connections are closed, too many handshakes are under way");
        }
        return false;
    }

    void end() {
        if (underWay.decrementAndGet() < max / 2) {
            told.set(false);
        }
    }
}
