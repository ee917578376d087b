package dev.hawser.proxy.accesslog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the entries of all rings into lines and writes them. A log that cannot be written is no reason to stop: its lines
 * are counted and dropped, it is told once in the log of the process, and the next ones are tried again. Used by one thread.
 */
final class AccessLogWriter {

    private static final Logger log = LoggerFactory.getLogger(AccessLogWriter.class);

    /** How often it is told at most that entries are dropped. */
    static final Duration WARNING_INTERVAL = Duration.ofMinutes(1);

    private final List<EntryRing> rings;
    private final LineFormat format;
    private final LogSink sink;
    private final AccessLogCounts counts;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final LogTime time;
    private final LineBuffer lines = new LineBuffer();
    private boolean failing;
    /** A line was written in part, and has to be ended before another begins. */
    private boolean torn;

    /** How much of the lines the sink took. */
    private int taken;

    private long toldDropped;
    private long toldNanos;

    /** @param rings whose entries are written; more may come */
    AccessLogWriter(
            List<EntryRing> rings,
            LineFormat format,
            LogSink sink,
            AccessLogCounts counts,
            InstantSource clock,
            LongSupplier nanoClock,
            ZoneId zone) {
        this.rings = rings;
        this.format = format;
        this.sink = sink;
        this.counts = counts;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.time = new LogTime(zone);
        this.toldNanos = nanoClock.getAsLong() - WARNING_INTERVAL.toNanos();
    }

    /** Writes what is there; whether there was anything. */
    boolean turn() {
        // The clock of entries has no date; both are read together, often enough to follow a clock that is set.
        long offsetMicros = micros(clock.instant()) - TimeUnit.NANOSECONDS.toMicros(nanoClock.getAsLong());
        boolean any = false;
        for (EntryRing ring : rings) {
            // No more than were there at first: a busy loop must not keep the others waiting.
            int waiting = ring.waiting();
            any |= waiting > 0;
            for (AccessEntry entry = ring.next(); entry != null && waiting > 0; entry = ring.next()) {
                append(entry, offsetMicros);
                ring.release();
                waiting--;
            }
        }
        flush();
        tellDropped();
        return any;
    }

    private static long micros(Instant instant) {
        return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(instant.getNano());
    }

    private void append(AccessEntry entry, long offsetMicros) {
        int before = lines.length();
        try {
            time.set(offsetMicros + TimeUnit.NANOSECONDS.toMicros(entry.endedNanos));
            format.write(entry, time, lines);
            lines.octet('\n');
        } catch (RuntimeException e) {
            // A mistake here must cost this line only.
            lines.cut(before);
            counts.failed(1);
            log.atError().setCause(e).log("Access log cannot show a request");
        }
        entry.clear();
        if (lines.length() >= sink.mostAtOnce()) {
            flush();
        }
    }

    private void flush() {
        if (lines.length() == 0) {
            return;
        }
        taken = 0;
        try {
            endTornLine();
            int done = 0;
            while (done < lines.length()) {
                done = write(done, lines.lineEnd(done, sink.mostAtOnce()));
            }
            if (failing) {
                failing = false;
                log.atInfo().log("Access log can be written again");
            }
        } catch (IOException e) {
            counts.failed(lines.countLines(taken, lines.length()));
            if (!failing) {
                failing = true;
                log.atWarn()
                        .addKeyValue("error", e.getMessage())
                        .log("Access log cannot be written, its lines are dropped until it can");
            }
        }
        lines.cut(0);
    }

    private void endTornLine() throws IOException {
        if (torn) {
            sink.write(ByteBuffer.wrap(new byte[] {'\n'}));
            torn = false;
        }
    }

    private int write(int from, int to) throws IOException {
        ByteBuffer batch = lines.view(from, to);
        try {
            sink.write(batch);
        } finally {
            taken = batch.position();
            torn = taken > from && batch.get(taken - 1) != '\n';
            counts.written(lines.countLines(from, taken));
        }
        return to;
    }

    private void tellDropped() {
        if (nanoClock.getAsLong() - toldNanos >= WARNING_INTERVAL.toNanos()) {
            tellDroppedNow();
        }
    }

    private void tellDroppedNow() {
        long dropped = counts.droppedSoFar();
        if (dropped > toldDropped) {
            log.atWarn()
                    .addKeyValue("entries", dropped - toldDropped)
                    .log("Access log is written too slowly, entries are dropped");
            toldDropped = dropped;
            toldNanos = nanoClock.getAsLong();
        }
    }

    /** Ends the log. */
    void close() {
        tellDroppedNow();
        try {
            sink.close();
        } catch (IOException e) {
            log.atWarn().addKeyValue("error", e.getMessage()).log("Access log cannot be closed");
        }
    }
}
