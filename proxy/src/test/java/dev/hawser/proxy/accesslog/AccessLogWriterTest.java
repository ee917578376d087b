package dev.hawser.proxy.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.metrics.PrometheusText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AccessLogWriterTest {

    /** Takes so many octets, then fails. */
    private static final class FakeSink implements LogSink {

        final StringBuilder text = new StringBuilder();
        final List<Integer> writes = new ArrayList<>();
        int room = Integer.MAX_VALUE;
        int mostAtOnce = 1 << 16;

        @Override
        public void write(ByteBuffer lines) throws IOException {
            writes.add(lines.remaining());
            while (lines.hasRemaining()) {
                if (room == 0) {
                    throw new IOException("No space left on device");
                }
                room--;
                text.append((char) lines.get());
            }
        }

        @Override
        public int mostAtOnce() {
            return mostAtOnce;
        }

        @Override
        public void close() {}
    }

    private final FakeSink sink = new FakeSink();
    private final AccessLogCounts counts = new AccessLogCounts();
    private final List<EntryRing> rings = new ArrayList<>(List.of(new EntryRing(64), new EntryRing(64)));
    private long nanos = 5_000_000_000L;
    private final LineFormat statusOnly = (entry, time, to) -> {
        if (entry.status == 666) {
            throw new IllegalStateException("on purpose");
        }
        to.number(entry.status);
    };

    private AccessLogWriter writer(LineFormat format) {
        return new AccessLogWriter(
                rings,
                format,
                sink,
                counts,
                InstantSource.fixed(Instant.parse("2026-02-03T04:05:06Z")),
                () -> nanos,
                ZoneOffset.UTC);
    }

    private void put(int ring, int status) {
        AccessEntry entry = Objects.requireNonNull(rings.get(ring).claim());
        entry.status = status;
        entry.endedNanos = nanos;
        rings.get(ring).publish();
    }

    private String counted() {
        PrometheusText text = new PrometheusText();
        counts.writeTo(text);
        return text.toString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.indexOf('"') + 1).replaceAll("\"} ", " "))
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
    }

    @Test
    void writesTheEntriesOfEachRingInTheirOrder() {
        AccessLogWriter writer = writer(statusOnly);
        assertThat(writer.turn()).isFalse();
        put(0, 1);
        put(1, 3);
        put(0, 2);

        assertThat(writer.turn()).isTrue();

        assertThat(sink.text).hasToString("1\n2\n3\n");
        assertThat(sink.writes).hasSize(1);
        assertThat(writer.turn()).isFalse();
        assertThat(counted()).isEqualTo("written 3, dropped 0, failed 0");
    }

    @Test
    void anEntryIsDatedWhenItEnded() {
        AccessLogWriter writer = writer((entry, time, to) -> time.writeIso(to));
        put(0, 1);
        nanos += 1_500_000_000L;
        put(0, 2);

        writer.turn();

        assertThat(sink.text).hasToString("2026-02-03T04:05:04.500000Z\n2026-02-03T04:05:06.000000Z\n");
    }

    @Test
    void aFullDiskCostsTheLinesThatItDoesNotTakeAndNothingElse() {
        AccessLogWriter writer = writer(statusOnly);
        sink.room = 6;
        put(0, 200);
        put(0, 201);
        put(0, 202);
        writer.turn();
        assertThat(sink.text).hasToString("200\n20");
        put(0, 203);
        writer.turn();
        assertThat(counted()).isEqualTo("written 1, dropped 0, failed 3");

        sink.room = Integer.MAX_VALUE;
        put(0, 204);
        writer.turn();

        assertThat(sink.text).as("the torn line is ended").hasToString("200\n20\n204\n");
        assertThat(counted()).isEqualTo("written 2, dropped 0, failed 3");
    }

    @Test
    void linesStayTogetherWhereNoMoreThanSoMuchDoes() {
        AccessLogWriter writer = writer((entry, time, to) -> to.ascii("x".repeat(entry.status)));
        sink.mostAtOnce = 10;
        for (int length : new int[] {4, 4, 9, 2, 30, 3}) {
            put(0, length);
        }

        writer.turn();

        assertThat(sink.writes).containsExactly(10, 10, 3, 31, 4);
        assertThat(sink.text.toString().lines().map(String::length)).containsExactly(4, 4, 9, 2, 30, 3);
        assertThat(counted()).isEqualTo("written 6, dropped 0, failed 0");
    }

    @Test
    void aLineThatCannotBeWrittenCostsNoOther() {
        AccessLogWriter writer = writer((entry, time, to) -> {
            to.ascii("half");
            statusOnly.write(entry, time, to);
        });
        put(0, 1);
        put(0, 666);
        put(0, 2);

        writer.turn();

        assertThat(sink.text).hasToString("half1\nhalf2\n");
        assertThat(counted()).isEqualTo("written 2, dropped 0, failed 1");
    }

    @Test
    void nothingOfAnEntryIsKeptWhenItIsWritten() {
        AccessLogWriter writer = writer(statusOnly);
        AccessEntry entry = Objects.requireNonNull(rings.getFirst().claim());
        entry.fill(new SampleExchange());
        rings.getFirst().publish();

        writer.turn();

        assertThat(entry.route).isNull();
        assertThat(entry.endpoint).isNull();
        assertThat(entry.target).isEmpty();
    }

    @Test
    void aRingIsLeftForTheOthersWhileItGoesOnFilling() {
        rings.set(1, new EntryRing(64));
        AccessLogWriter writer = writer((entry, time, to) -> {
            if (entry.status < 10) {
                put(0, entry.status + 1);
            }
            statusOnly.write(entry, time, to);
        });
        put(0, 1);
        put(1, 100);

        writer.turn();

        assertThat(sink.text.toString().getBytes(StandardCharsets.US_ASCII))
                .isEqualTo("1\n100\n".getBytes(StandardCharsets.US_ASCII));
    }
}
