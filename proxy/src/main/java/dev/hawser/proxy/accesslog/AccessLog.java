package dev.hawser.proxy.accesslog;

import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.http.exchange.ExchangeSummary;
import dev.hawser.proxy.http.exchange.RefusedRequest;
import dev.hawser.proxy.metrics.MetricSource;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs every request when it has ended, also those that were refused. The event loops note what there is to say, at most
 * {@value #ENTRIES} requests each, and one thread writes it a moment later. When it cannot follow, entries are dropped, and
 * how many is counted; nobody waits for a log. The requests of one connection keep their order.
 */
public final class AccessLog implements ExchangeObserver, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AccessLog.class);

    /** How many entries of one event loop may wait. */
    static final int ENTRIES = 4096;

    /** How long entries may gather: waking the writer for each of them would cost the event loops too much. */
    private static final Duration GATHERING = Duration.ofMillis(20);

    /** How long what waits may take to be written at the end. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final List<EntryRing> rings = new CopyOnWriteArrayList<>();
    private final AccessLogCounts counts = new AccessLogCounts();
    private final AccessLogWriter writer;
    private final Thread thread;

    /** Set by the writer before it sleeps, reset by the one that wakes it: event loops, or whoever closes. */
    private final AtomicBoolean sleeping = new AtomicBoolean();

    /** Written by whoever closes, read by the writer. */
    private volatile boolean closing;

    private final FastThreadLocal<EntryRing> ring;

    AccessLog(LineFormat format, LogSink sink, int entries) {
        this.writer = new AccessLogWriter(
                rings, format, sink, counts, InstantSource.system(), System::nanoTime, ZoneId.systemDefault());
        this.ring = new FastThreadLocal<>() {
            @Override
            protected EntryRing initialValue() {
                EntryRing made = new EntryRing(entries);
                rings.add(made);
                return made;
            }
        };
        this.thread = Thread.ofPlatform().daemon().name("access-log").unstarted(this::run);
    }

    /**
     * Starts to log.
     *
     * @param setting the name of the setting, for errors
     * @return {@code null} when nothing is to be logged
     * @throws IOException when the log cannot be opened
     */
    public static @Nullable AccessLog start(String setting, AccessLogSettings settings) throws IOException {
        if (settings.destination() instanceof AccessLogSettings.Destination.Nowhere) {
            return null;
        }
        AccessLog started =
                new AccessLog(settings.format().lines(), LogSink.open(setting, settings.destination()), ENTRIES);
        started.start();
        return started;
    }

    void start() {
        thread.start();
    }

    /** How many entries were written and dropped. */
    public MetricSource metrics() {
        return counts;
    }

    @Override
    public void ended(ExchangeSummary exchange) {
        EntryRing to = ring.get();
        AccessEntry entry = to.claim();
        if (entry == null) {
            counts.dropped();
        } else {
            entry.fill(exchange);
            publish(to);
        }
    }

    @Override
    public void refused(RefusedRequest request) {
        EntryRing to = ring.get();
        AccessEntry entry = to.claim();
        if (entry == null) {
            counts.dropped();
        } else {
            entry.fill(request);
            publish(to);
        }
    }

    private void publish(EntryRing to) {
        to.publish();
        if (sleeping.get() && sleeping.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        } else if (to.waiting() == to.capacity() / 2) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (true) {
            boolean last = closing;
            if (writer.turn()) {
                if (!last) {
                    LockSupport.parkNanos(GATHERING.toNanos());
                }
            } else if (last) {
                break;
            } else {
                sleep();
            }
        }
        writer.close();
    }

    private void sleep() {
        sleeping.set(true);
        // What came before the flag was seen wakes nobody, so it is looked for once more.
        if (!closing && rings.stream().allMatch(each -> each.waiting() == 0)) {
            LockSupport.park(this);
        }
        sleeping.set(false);
    }

    /** Writes what waits, for at most five seconds, and ends the log. To be called when no exchange is left. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            if (!thread.join(CLOSING)) {
                log.atWarn()
                        .addKeyValue(
                                "entries",
                                rings.stream().mapToInt(EntryRing::waiting).sum())
                        .log("Access log could not be written to its end");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
