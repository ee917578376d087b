package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.http.exchange.ExchangeSettings;
import dev.hawser.proxy.http.exchange.ExchangeSummary;
import dev.hawser.proxy.http.exchange.ProxyFailure;
import dev.hawser.proxy.http.exchange.RefusedRequest;
import dev.hawser.proxy.runtime.SnapshotHolder;
import dev.hawser.testing.NoBufferLeaks;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Thousands of slow clients beside ordinary traffic: each of them is cut off by its limit, memory stays within what
 * docs/http.md says, and ordinary traffic loses nothing. How much slower it becomes is printed, not judged; {@code
 * -Dslow.clients} and {@code -Dslow.requests} set how many there are, and how long ordinary traffic is watched.
 */
class SlowClientsIT {

    private static final int CLIENTS = Integer.getInteger("slow.clients", 2000);
    private static final int REQUESTS = Integer.getInteger("slow.requests", 500);

    /** Long enough for all of them to be there at once. */
    private static final Duration LIMIT = Duration.ofSeconds(Integer.getInteger("slow.seconds", 4));

    private static final Duration IDLE = Duration.ofMinutes(10);

    /** docs/http.md, Memory: what waits for the client, and what was read of the endpoint meanwhile. */
    private static final long BYTES_OF_A_CONNECTION = 256 * 1024;

    private final LongAdder timedOut = new LongAdder();
    private final LongAdder otherFailures = new LongAdder();
    private final CountDownLatch ends = new CountDownLatch(CLIENTS);

    private final ExchangeObserver observer = new ExchangeObserver() {
        @Override
        public void refused(RefusedRequest request) {
            end(request.failure());
        }

        @Override
        public void ended(ExchangeSummary exchange) {
            if (exchange.failure() != null) {
                end(exchange.failure());
            }
        }
    };

    private void end(@Nullable ProxyFailure failure) {
        (failure == ProxyFailure.CLIENT_TIMEOUT ? timedOut : otherFailures).increment();
        ends.countDown();
    }

    private static long directMemory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void slowClientsAreCutOffAndOthersDoNotSuffer() throws Exception {
        try (Origin origin = new Origin();
                ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor()) {
            GatewaySettings settings = GatewaySettings.of(List.of(ListenAddress.plain("127.0.0.1", 0)))
                    .withObserver(observer)
                    .withExchange(ExchangeSettings.DEFAULT.withTimeouts(LIMIT, IDLE, LIMIT, LIMIT));
            Gateway gateway = Gateway.start(settings, new SnapshotHolder(TestGateway.snapshot(origin.endpoint())));
            try {
                SteadyLoad.of(gateway.addresses().getFirst(), REQUESTS);
                SteadyLoad.Result alone = SteadyLoad.of(gateway.addresses().getFirst(), REQUESTS);
                assertThat(alone.failures()).isZero();
                AtomicLong mostDirect = new AtomicLong();
                AtomicLong mostHeap = new AtomicLong();
                Future<?> sampling = sampler.scheduleAtFixedRate(
                        () -> {
                            mostDirect.accumulateAndGet(directMemory(), Math::max);
                            mostHeap.accumulateAndGet(heap(), Math::max);
                        },
                        0,
                        20,
                        TimeUnit.MILLISECONDS);
                SteadyLoad load = SteadyLoad.start(gateway.addresses().getFirst());
                try (SlowCrowd crowd = new SlowCrowd(gateway.addresses().getFirst(), CLIENTS)) {
                    assertThat(ends.await(120, TimeUnit.SECONDS))
                            .as("all of them are cut off")
                            .isTrue();
                    SteadyLoad.Result beside = load.stop();
                    crowd.stop();
                    sampling.cancel(false);
                    print(alone, beside, mostDirect.get(), mostHeap.get());
                    assertThat(beside.failures()).isZero();
                    assertThat(timedOut.sum()).isEqualTo(CLIENTS);
                    assertThat(otherFailures.sum()).isZero();
                    gateway.close(Duration.ofSeconds(30));
                    assertThat(crowd.closed()).isEqualTo(CLIENTS);
                }
                assertThat(mostDirect.get()).isLessThan(CLIENTS * BYTES_OF_A_CONNECTION);
            } finally {
                gateway.close(Duration.ZERO);
            }
        }
        assertThat(NoBufferLeaks.found()).isEmpty();
    }

    private static void print(SteadyLoad.Result alone, SteadyLoad.Result beside, long direct, long heap) {
        long before = alone.percentileMicros(99);
        long with = beside.percentileMicros(99);
        System.out.printf(
                "slow clients: %d; p99 of ordinary requests: %d us without them, %d us with them, ratio %.2f "
                        + "(p50 %d and %d us, %d and %d requests); most memory: %d MiB direct, %d MiB heap%n",
                CLIENTS,
                before,
                with,
                (double) with / before,
                alone.percentileMicros(50),
                beside.percentileMicros(50),
                alone.latencies().size(),
                beside.latencies().size(),
                direct >> 20,
                heap >> 20);
    }

    /** Answers, takes uploads without an end and sends responses without one. */
    private static final class Origin implements AutoCloseable {

        private static final byte[] OK =
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] ENDLESS =
                "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] PIECE = new byte[8192];

        private final ServerSocket listener;

        Origin() throws IOException {
            listener = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        Socket socket = listener.accept();
                        Thread.ofVirtual().start(() -> serve(socket));
                    }
                } catch (IOException _) {
                    // The listener was closed.
                }
            });
        }

        Endpoint endpoint() {
            return new Endpoint(UUID.randomUUID(), "127.0.0.1", listener.getLocalPort());
        }

        private static void serve(Socket socket) {
            try (socket) {
                socket.setTcpNoDelay(true);
                // Else the system takes megabytes for each response that nobody reads.
                socket.setSendBufferSize(16 * 1024);
                InputStream in = socket.getInputStream();
                byte[] buffer = new byte[1024];
                int length = 0;
                for (int read = in.read(buffer); read > 0; read = in.read(buffer, length, buffer.length - length)) {
                    length += read;
                    String head = new String(buffer, 0, length, StandardCharsets.US_ASCII);
                    if (head.startsWith("POST")) {
                        length = 0;
                    } else if (head.endsWith("\r\n\r\n")) {
                        length = 0;
                        answer(socket, head);
                    }
                }
            } catch (IOException _) {
                // The gateway closed the connection.
            }
        }

        private static void answer(Socket socket, String head) throws IOException {
            if (!head.startsWith("GET /endless")) {
                socket.getOutputStream().write(OK);
                return;
            }
            socket.getOutputStream().write(ENDLESS);
            while (true) {
                socket.getOutputStream().write(PIECE);
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
