package dev.hawser.proxy.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.hawser.proxy.accesslog.AccessLogSettings.Destination;
import dev.hawser.proxy.metrics.PrometheusText;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AccessLogTest {

    @TempDir
    private Path folder;

    private static AccessLog start(Path path) throws IOException {
        return Objects.requireNonNull(AccessLog.start(
                "--proxy-access-log", new AccessLogSettings(new Destination.LogFile(path), AccessLogFormat.COMBINED)));
    }

    /** On a thread of its own, as an event loop would. */
    private static void log(AccessLog to, int from, int end) {
        Thread loop = new FastThreadLocalThread(() -> IntStream.range(from, end).forEach(number -> {
            SampleExchange exchange = new SampleExchange();
            exchange.target = "/" + number;
            to.ended(exchange);
        }));
        loop.start();
        try {
            loop.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> targets(Path path) throws IOException {
        return Files.readAllLines(path).stream()
                .map(line -> line.split(" ", -1)[6])
                .toList();
    }

    private static List<String> expected(int from, int end) {
        return IntStream.range(from, end).mapToObj(number -> "/" + number).toList();
    }

    private static String metrics(AccessLog log) {
        PrometheusText text = new PrometheusText();
        log.metrics().writeTo(text);
        return text.toString();
    }

    @Test
    void everythingThatWaitsIsWrittenBeforeItIsClosed() throws IOException {
        Path path = folder.resolve("access.log");
        try (AccessLog log = start(path)) {
            log(log, 0, 1000);
        }
        assertThat(targets(path)).isEqualTo(expected(0, 1000));
    }

    @Test
    void aFileIsAppendedTo() throws IOException {
        Path path = folder.resolve("access.log");
        Files.writeString(path, "0 1 2 3 4 5 before\n");
        try (AccessLog log = start(path)) {
            log(log, 0, 1);
        }
        assertThat(targets(path)).containsExactly("before", "/0");
    }

    /** What logrotate does with copytruncate. */
    @Test
    void aFileThatIsEmptiedInPlaceGoesOnAtItsStart() throws IOException, InterruptedException {
        Path path = folder.resolve("access.log");
        try (AccessLog log = start(path)) {
            log(log, 0, 100);
            while (Files.size(path) == 0 || targets(path).size() < 100) {
                Thread.onSpinWait();
            }
            Files.newByteChannel(path, StandardOpenOption.WRITE).truncate(0).close();
            log(log, 100, 200);
        }
        assertThat(targets(path)).isEqualTo(expected(100, 200));
    }

    @Test
    void whatDoesNotFitIsCountedAndNobodyWaits() throws InterruptedException {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        LogSink stuck = new LogSink() {
            @Override
            public void write(ByteBuffer lines) {
                writing.countDown();
                lines.position(lines.limit());
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public int mostAtOnce() {
                return 1 << 16;
            }

            @Override
            public void close() {}
        };
        AccessLog log = new AccessLog(AccessLogFormat.JSON.lines(), stuck, 8);
        log.start();
        Thread loop = new FastThreadLocalThread(() -> {
            try {
                log.ended(new SampleExchange());
                writing.await();
                // The first entry was given back before it is written, so that eight more fit.
                IntStream.range(0, 20).forEach(_ -> log.ended(new SampleExchange()));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        loop.start();
        loop.join();

        assertThat(metrics(log)).contains("{result=\"dropped\"} 12\n");
        go.countDown();
        log.close();
        assertThat(metrics(log)).contains("{result=\"written\"} 9\n", "{result=\"dropped\"} 12\n");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsCounted() throws IOException {
        AccessLog log = start(Path.of("/dev/full"));
        try (log) {
            log(log, 0, 10);
        }
        assertThat(metrics(log)).contains("{result=\"written\"} 0\n", "{result=\"failed\"} 10\n");
    }

    @Test
    void offIsNoLog() throws IOException {
        assertThat(AccessLog.start("--proxy-access-log", AccessLogSettings.OFF)).isNull();
    }

    @Test
    void aFileThatCannotBeOpenedIsNamed() {
        Path nowhere = folder.resolve("missing").resolve("access.log");
        assertThatThrownBy(() -> start(nowhere))
                .isInstanceOf(IOException.class)
                .hasMessage("--proxy-access-log: " + nowhere + " is in no folder (expected: a folder that is there)");
        assertThatThrownBy(() -> start(folder))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("--proxy-access-log: " + folder + " cannot be opened: ");
    }

    /** Once every entry of the ring was used, logging a request makes no object. */
    @Test
    void loggingAllocatesNothingOnTheEventLoop() throws Exception {
        AccessLog log = new AccessLog(AccessLogFormat.JSON.lines(), new Discarding(), 16);
        log.start();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] bytes = new long[1];
        Thread loop = new FastThreadLocalThread(() -> {
            SampleExchange exchange = new SampleExchange();
            IntStream.range(0, 1000).forEach(_ -> log.ended(exchange));
            long id = Thread.currentThread().threadId();
            long before = threads.getThreadAllocatedBytes(id);
            for (int i = 0; i < 100_000; i++) {
                log.ended(exchange);
            }
            bytes[0] = threads.getThreadAllocatedBytes(id) - before;
        });
        loop.start();
        loop.join();
        log.close();

        // The measurement itself takes a little.
        assertThat(bytes[0]).isLessThan(100_000);
    }

    private record Discarding() implements LogSink {

        @Override
        public void write(ByteBuffer lines) {
            lines.position(lines.limit());
        }

        @Override
        public int mostAtOnce() {
            return 1 << 16;
        }

        @Override
        public void close() {}
    }
}
