package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.management.ThreadMXBean;
import dev.hawser.proxy.accesslog.AccessLog;
import dev.hawser.proxy.accesslog.AccessLogFormat;
import dev.hawser.proxy.accesslog.AccessLogSettings;
import dev.hawser.proxy.accesslog.AccessLogSettings.Destination;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.balancing.Selection;
import dev.hawser.proxy.balancing.SessionOutcome;
import dev.hawser.proxy.http.codec.HeadLimits;
import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.http.exchange.ExchangeSettings;
import dev.hawser.proxy.http.exchange.ExchangeSummary;
import dev.hawser.proxy.runtime.RuntimeSnapshot;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the access log says of requests that went through a gateway, or did not. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class AccessLogIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static final String GET = "GET /a?b=c HTTP/1.1\r\nHost: shop.example\r\n\r\n";

    @TempDir
    private Path folder;

    private Duration headTimeout = Duration.ofSeconds(20);

    private interface Traffic {
        void pass(TestGateway gateway) throws Exception;
    }

    private AccessLog open() throws IOException {
        Path path = folder.resolve("access.log");
        return Objects.requireNonNull(
                AccessLog.start("log", new AccessLogSettings(new Destination.LogFile(path), AccessLogFormat.JSON)));
    }

    /** The lines of the requests that a gateway had, in their order. */
    private List<JsonNode> lines(RuntimeSnapshot snapshot, Traffic traffic) throws Exception {
        AccessLog log = open();
        ExchangeSettings settings = ExchangeSettings.DEFAULT
                .withLimits(new HeadLimits(100, 200, 10))
                .withMaxBodyBytes(10)
                .withTimeouts(headTimeout, Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20));
        try (log;
                TestGateway gateway = TestGateway.start(
                        snapshot, each -> each.withObserver(log).withExchange(settings))) {
            traffic.pass(gateway);
            gateway.close(Duration.ofSeconds(5));
        }
        return Files.readAllLines(folder.resolve("access.log")).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    private static RuntimeSnapshot to(SessionOutcome outcome, Endpoint... endpoints) {
        return TestGateway.snapshot(
                service -> service.name("cart"),
                route -> route.name("shop"),
                TestGateway.choosing(endpoint -> new Selection(endpoint, outcome, null), endpoints));
    }

    @Test
    void aRequestIsLoggedWithWhereItWentAndHowLongItTook() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK)) {
            JsonNode line = lines(to(SessionOutcome.STUCK, origin.endpoint()), gateway -> gateway.exchange(GET))
                    .getFirst();

            assertThat(line.path("client").asString()).isEqualTo("127.0.0.1");
            assertThat(line.path("host").asString()).isEqualTo("shop.example");
            assertThat(line.path("path").asString()).isEqualTo("/a");
            assertThat(line.path("query").asString()).isEqualTo("b=c");
            assertThat(line.path("status").asInt()).isEqualTo(200);
            assertThat(line.path("bytes_received").asInt()).isEqualTo(GET.length());
            assertThat(line.path("route").asString()).isEqualTo("shop");
            assertThat(line.path("service").asString()).isEqualTo("cart");
            assertThat(line.path("upstream").asString()).isEqualTo("up");
            assertThat(line.path("endpoint").asString())
                    .isEqualTo(origin.endpoint().toString());
            assertThat(line.path("session").asString()).isEqualTo("stuck");
            assertThat(line.path("tries").asInt()).isEqualTo(1);
            assertThat(line.path("failure").isNull()).isTrue();
            JsonNode times = line.path("timings_ms");
            double[] phases = {
                times.path("accepted").asDouble(),
                0,
                times.path("routed").asDouble(),
                times.path("endpoint_chosen").asDouble(),
                times.path("connected").asDouble(),
                times.path("request_sent").asDouble(),
                times.path("response_started").asDouble(),
                times.path("completed").asDouble()
            };
            double[] sorted = phases.clone();
            Arrays.sort(sorted);
            assertThat(phases).containsExactly(sorted);
            assertThat(phases[0]).isNegative();
            assertThat(phases[7]).isPositive();
        }
    }

    @Test
    void bytesAreThoseOnTheWire() throws Exception {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        String post = "POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwxyz\r\n0\r\n\r\n";
        long[] sent = new long[1];
        try (ScriptedOrigin origin = ScriptedOrigin.answering(chunked)) {
            JsonNode line = lines(to(SessionOutcome.NONE, origin.endpoint()), gateway -> {
                        try (RawExchange client = gateway.client()) {
                            client.send(post.replace("\r\n\r\n4", "\r\nConnection: close\r\n\r\n4"));
                            sent[0] = client.in().readAllBytes().length;
                        }
                    })
                    .getFirst();

            assertThat(line.path("bytes_received").asInt()).isEqualTo(post.length() + "Connection: close\r\n".length());
            assertThat(line.path("bytes_sent").asLong()).isEqualTo(sent[0]);
        }
    }

    @Test
    void requestsOfAConnectionKeepTheirOrder() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK)) {
            List<JsonNode> lines = lines(to(SessionOutcome.NONE, origin.endpoint()), gateway -> {
                try (RawExchange client = gateway.client()) {
                    StringBuilder pipelined = new StringBuilder();
                    for (int i = 0; i < 50; i++) {
                        pipelined.append("GET /").append(i).append(" HTTP/1.1\r\nHost: h\r\n\r\n");
                    }
                    client.send(pipelined.toString());
                    for (int i = 0; i < 50; i++) {
                        client.read();
                    }
                }
            });

            assertThat(lines)
                    .extracting(line -> line.path("path").asString())
                    .isEqualTo(IntStream.range(0, 50).mapToObj(i -> "/" + i).toList());
        }
    }

    @Test
    void requestsThatTheCodecRefusesAreLogged() throws Exception {
        List<JsonNode> lines = lines(to(SessionOutcome.NONE), gateway -> {
            gateway.exchange("GET / HTTP/1.1\r\nHost : h\r\n\r\n");
            gateway.exchange("GET /" + "x".repeat(200) + " HTTP/1.1\r\nHost: h\r\n\r\n");
            gateway.exchange("GET / HTTP/1.1\r\nHost: h\r\nA: " + "x".repeat(300) + "\r\n\r\n");
        });

        assertThat(lines)
                .extracting(
                        line -> line.path("status").asInt(),
                        line -> line.path("failure").asString(),
                        line -> line.path("bytes_received").asInt() > 0,
                        line -> line.path("bytes_sent").asInt() > 0)
                .containsExactly(
                        tuple(400, "malformed_request", true, true),
                        tuple(414, "request_line_too_long", true, true),
                        tuple(431, "request_head_too_large", true, true));
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.path("method").isNull()).isTrue();
            assertThat(line.path("client").asString()).isEqualTo("127.0.0.1");
        });
    }

    @Test
    void aHeadThatDoesNotComeToItsEndIsLogged() throws Exception {
        headTimeout = Duration.ofMillis(500);
        JsonNode line = lines(to(SessionOutcome.NONE), gateway -> {
                    try (RawExchange slow = gateway.client()) {
                        assertThat(slow.send("GET / HT").read().status()).isEqualTo(408);
                    }
                })
                .getFirst();
        assertThat(line.path("status").asInt()).isEqualTo(408);
        assertThat(line.path("failure").asString()).isEqualTo("client_timeout");
        assertThat(line.path("bytes_received").asInt()).isEqualTo(8);
    }

    @Test
    void aBodyThatIsTooLongIsLoggedWithItsRequest() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> connection.readHead())) {
            JsonNode line = lines(
                            to(SessionOutcome.NONE, origin.endpoint()),
                            gateway -> gateway.exchange("POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n"))
                    .getFirst();
            assertThat(line.path("status").asInt()).isEqualTo(413);
        }
    }

    @Test
    void anEndpointThatCannotBeReachedCostsATry() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK)) {
            Endpoint nobody = ScriptedOrigin.dead();
            List<JsonNode> lines = lines(to(SessionOutcome.REASSIGNED, nobody, origin.endpoint()), gateway -> {
                gateway.exchange(GET);
            });
            assertThat(lines.getFirst().path("tries").asInt()).isEqualTo(2);
            assertThat(lines.getFirst().path("session").asString()).isEqualTo("reassigned");
            assertThat(lines.getFirst().path("endpoint").asString())
                    .isEqualTo(origin.endpoint().toString());
        }
    }

    @Test
    void aClientThatLeavesIsLogged() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
            connection.readHead();
            asked.countDown();
            left.await();
        })) {
            JsonNode line = lines(to(SessionOutcome.NONE, origin.endpoint()), gateway -> {
                        try (RawExchange client = gateway.client()) {
                            client.send(GET);
                            asked.await();
                        }
                        left.countDown();
                    })
                    .getFirst();
            assertThat(line.path("status").asInt()).isEqualTo(499);
            assertThat(line.path("failure").asString()).isEqualTo("client_gone");
            assertThat(line.path("timings_ms").path("response_started").isNull())
                    .isTrue();
        }
    }

    @Test
    void anUpgradedConnectionIsLoggedWhenItEndsWithAllThatWentThroughIt() throws Exception {
        String upgrade = "GET /chat HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
        String switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
            connection.readHead();
            connection.send(switching);
            connection.send(connection.readText(1000));
        })) {
            JsonNode line = lines(to(SessionOutcome.NEW, origin.endpoint()), gateway -> {
                        try (RawExchange client = gateway.client()) {
                            client.send(upgrade).readHead();
                            client.send("x".repeat(1000)).readText(1000);
                            assertThat(client.closed()).isTrue();
                        }
                    })
                    .getFirst();
            assertThat(line.path("status").asInt()).isEqualTo(101);
            assertThat(line.path("bytes_received").asInt()).isEqualTo(upgrade.length() + 1000);
            assertThat(line.path("bytes_sent").asInt()).isGreaterThan(1000);
        }
    }

    /** What the log adds to what a request allocates on its event loop, whatever that is. */
    @Test
    void theLogCostsTheEventLoopNoMemory() throws Exception {
        // What the leak detector notes of buffers is many times what is to be measured.
        ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        Switch observer = new Switch();
        try (AccessLog log = open();
                ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = TestGateway.start(
                        to(SessionOutcome.NONE, origin.endpoint()), each -> each.withObserver(observer));
                RawExchange client = gateway.client()) {
            observer.to = log;
            // Every entry of the ring is made once.
            bytesPerRequest(client, 5000);
            long on = Long.MAX_VALUE;
            long off = Long.MAX_VALUE;
            for (int round = 0; round < 3; round++) {
                observer.to = ExchangeObserver.NONE;
                off = Math.min(off, bytesPerRequest(client, 2000));
                observer.to = log;
                on = Math.min(on, bytesPerRequest(client, 2000));
            }
            System.out.println("Bytes allocated on the event loop for a request: " + off + " without an access log, "
                    + on + " with one");
            // Of thousands of bytes; AccessLogTest says that it is none.
            assertThat(on - off).isLessThan(200);
        } finally {
            ResourceLeakDetector.setLevel(before);
        }
    }

    /** Passes on to one that is exchanged meanwhile. */
    private static final class Switch implements ExchangeObserver {

        /** Written by the test, read by the event loop. */
        private volatile ExchangeObserver to = ExchangeObserver.NONE;

        @Override
        public void ended(ExchangeSummary exchange) {
            to.ended(exchange);
        }
    }

    private static long bytesPerRequest(RawExchange client, int requests) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long loop = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gateway"))
                .findFirst()
                .orElseThrow()
                .threadId();
        long before = threads.getThreadAllocatedBytes(loop);
        for (int i = 0; i < requests; i++) {
            client.send("GET /a?b=c HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: " + "agent/1.0 ".repeat(8)
                            + "\r\nReferer: http://shop.example/before\r\n\r\n")
                    .read();
        }
        return (threads.getThreadAllocatedBytes(loop) - before) / requests;
    }
}
