package dev.hawser.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.accesslog.AccessLogSettings;
import dev.hawser.proxy.http.GatewaySettings;
import dev.hawser.proxy.http.ListenAddress;
import dev.hawser.testing.OriginReply;
import dev.hawser.testing.TestOrigin;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is scraped from a gateway is exactly what it did. */
@Timeout(120)
class GatewayMetricsIT {

    private static final UUID ONE = UUID.fromString("11111111-1111-4111-8111-111111111111");
    private static final UUID TWO = UUID.fromString("22222222-2222-4222-8222-222222222222");
    private static final Pattern SAMPLE = Pattern.compile("(\\w+(?:\\{.*})?) (-?[0-9.]+)");

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final TestOrigin one = TestOrigin.start();
    private final TestOrigin two = TestOrigin.start();
    private DataPlane dataPlane;
    private int requests;
    private long sentBytes;
    private long receivedBytes;

    @BeforeEach
    void start() throws IOException {
        dataPlane = DataPlane.start(new DataPlaneSettings(
                        GatewaySettings.of(List.of(ListenAddress.plain("127.0.0.1", 0)))
                                .withEventLoops(2),
                        List.of(ListenAddress.plain("127.0.0.1", 0)),
                        List.of(ListenAddress.plain("127.0.0.1", 0)),
                        Duration.ofSeconds(5))
                .withAccessLog(AccessLogSettings.parse("log", folder.resolve("access.log") + " json")));
    }

    @AfterEach
    void stop() {
        dataPlane.close();
        one.close();
        two.close();
    }

    private void configure(int deadPort, String... terminating) throws Exception {
        String tags = terminating.length == 0 ? "" : ", \"weight\": 0, \"tags\": [\"k8s-terminating\"]";
        String json = """
                {"_format_version": "3.0",
                 "services": [
                   {"name": "cart", "host": "cart.up", "routes": [{"name": "shop", "paths": ["/cart"]}]},
                   {"name": "plain", "host": "127.0.0.1", "port": %d, "retries": 0,
                    "routes": [{"name": "plain", "paths": ["/plain"]}]}],
                 "upstreams": [
                   {"name": "cart.up", "algorithm": "sticky-sessions", "hash_on": "none",
                    "sticky_sessions_cookie": "s",
                    "targets": [{"id": "%s", "target": "%s"%s}, {"id": "%s", "target": "%s"}]}]}
                """.formatted(deadPort, ONE, one.target(), tags, TWO, two.target());
        var response = client.send(
                HttpRequest.newBuilder(URI.create(dataPlane.facts().get("admin") + "/config"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    }

    /** One request on a connection of its own, which the gateway closes; its status. */
    private int send(String request) throws IOException {
        URI gateway = URI.create(dataPlane.facts().get("gateway"));
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(20_000);
            byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
            socket.getOutputStream().write(bytes);
            byte[] response = socket.getInputStream().readAllBytes();
            requests++;
            sentBytes = bytes.length;
            receivedBytes = response.length;
            return Integer.parseInt(new String(response, StandardCharsets.ISO_8859_1).split(" ", 3)[1]);
        }
    }

    private int get(String path, String cookie) throws IOException {
        String field = cookie.isEmpty() ? "" : "Cookie: s=" + cookie + "\r\n";
        return send("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + field + "\r\n");
    }

    private Map<String, String> scrape(String where) throws Exception {
        var response = client.send(
                HttpRequest.newBuilder(URI.create(dataPlane.facts().get(where) + "/metrics"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        Map<String, String> samples = new LinkedHashMap<>();
        for (String line : response.body().split("\n", -1)) {
            if (!line.isEmpty() && !line.startsWith("# HELP ") && !line.startsWith("# TYPE ")) {
                Matcher matcher = SAMPLE.matcher(line);
                assertThat(matcher.matches()).as(line).isTrue();
                assertThat(samples.put(matcher.group(1), matcher.group(2)))
                        .as("twice: %s", line)
                        .isNull();
            }
        }
        return samples;
    }

    /** Scrapes until it holds: a client may have its response a moment before it is counted. */
    private Map<String, String> scrapeUntil(Predicate<Map<String, String>> condition) throws Exception {
        Map<String, String> samples = scrape("status");
        while (!condition.test(samples)) {
            samples = scrape("status");
        }
        return samples;
    }

    private static Map<String, String> family(Map<String, String> samples, String name) {
        return samples.entrySet().stream()
                .filter(sample -> sample.getKey().startsWith(name + "{"))
                .collect(Collectors.toMap(sample -> sample.getKey().substring(name.length()), Map.Entry::getValue));
    }

    private static String state(Map<String, String> samples, String state) {
        return samples.entrySet().stream()
                .filter(sample -> sample.getKey().startsWith("kong_nginx_connections_total{")
                        && sample.getKey().endsWith("subsystem=\"http\",state=\"" + state + "\"}"))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining());
    }

    private static int deadPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void theNumbersAreWhatWasDone() throws Exception {
        int dead = deadPort();
        configure(dead);
        one.reply(request ->
                request.head().text().startsWith("POST") ? OriginReply.respond(404, "no") : OriginReply.ok("hello"));
        two.reply(OriginReply.ok("hello"));
        long ingress = 0;
        long egress = 0;
        for (String cookie : new String[] {"", ONE.toString(), ONE.toString(), new UUID(1, 2).toString()}) {
            assertThat(get("/cart", cookie)).isEqualTo(200);
            ingress += sentBytes;
            egress += receivedBytes;
        }
        assertThat(send("POST /cart HTTP/1.1\r\nHost: h\r\nConnection: close\r\nCookie: s=" + ONE
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"))
                .isEqualTo(404);
        ingress += sentBytes;
        egress += receivedBytes;
        assertThat(get("/plain", "")).isEqualTo(502);
        assertThat(get("/nowhere", "")).isEqualTo(404);
        assertThat(send("GET / HTTP/1.1\r\nHost : h\r\n\r\n")).isEqualTo(400);

        Map<String, String> samples = scrapeUntil(now -> state(now, "total").equals("8")
                && state(now, "active").equals("0")
                && "8".equals(now.get("hawser_access_log_entries_total{result=\"written\"}")));

        assertThat(family(samples, "kong_http_requests_total"))
                .isEqualTo(Map.of(
                        "{service=\"cart\",route=\"shop\",code=\"200\",source=\"service\",consumer=\"\"}", "4",
                        "{service=\"cart\",route=\"shop\",code=\"404\",source=\"service\",consumer=\"\"}", "1",
                        "{service=\"plain\",route=\"plain\",code=\"502\",source=\"kong\",consumer=\"\"}", "1"));
        assertThat(family(samples, "kong_bandwidth_bytes"))
                .containsEntry(
                        "{service=\"cart\",route=\"shop\",direction=\"ingress\",consumer=\"\"}", Long.toString(ingress))
                .containsEntry(
                        "{service=\"cart\",route=\"shop\",direction=\"egress\",consumer=\"\"}", Long.toString(egress))
                .hasSize(4);
        assertLatencies(samples, "kong_request_latency_ms", 13, 5, 1);
        assertLatencies(samples, "kong_upstream_latency_ms", 13, 5, 0);
        assertLatencies(samples, "kong_kong_latency_ms", 17, 5, 1);
        assertThat(family(samples, "hawser_session_requests_total"))
                .isEqualTo(Map.of(
                        "{upstream=\"cart.up\",outcome=\"new\"}", "1",
                        "{upstream=\"cart.up\",outcome=\"stuck\"}", "3",
                        "{upstream=\"cart.up\",outcome=\"reassigned\"}", "1"));
        assertThat(family(samples, "hawser_failures_total").entrySet().stream()
                        .filter(sample -> !sample.getValue().equals("0"))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                .isEqualTo(Map.of(
                        "{side=\"client\",failure=\"malformed_request\"}", "1",
                        "{side=\"gateway\",failure=\"no_route\"}", "1",
                        "{side=\"upstream\",failure=\"connect_refused\"}", "1"));
        assertThat(family(samples, "hawser_failed_tries_total"))
                .isEqualTo(Map.of("{upstream=\"127.0.0.1:" + dead + "\",failure=\"connect_refused\"}", "1"));
        assertThat(state(samples, "accepted")).isEqualTo("8");
        assertThat(state(samples, "writing")).isEqualTo("0");
        assertThat(samples).containsEntry("kong_datastore_reachable", "1");
        assertThat(requests).isEqualTo(8);
        assertThat(scrape("admin").keySet()).isEqualTo(samples.keySet());
        assertThat(Files.readAllLines(folder.resolve("access.log"))).hasSize(8);
    }

    private static void assertLatencies(Map<String, String> samples, String name, int bounds, int ofCart, int ofPlain) {
        Map<String, Integer> expected = Map.of("cart\",route=\"shop", ofCart, "plain\",route=\"plain", ofPlain);
        expected.forEach((route, count) -> {
            String labels = "{service=\"" + route + "\"";
            assertThat(samples).containsEntry(name + "_count" + labels + "}", Integer.toString(count));
            List<Integer> buckets = samples.entrySet().stream()
                    .filter(sample -> sample.getKey().startsWith(name + "_bucket" + labels))
                    .map(sample -> Integer.valueOf(sample.getValue()))
                    .toList();
            assertThat(buckets).as(name).hasSize(bounds + 1).isSorted();
            assertThat(buckets.getLast()).isEqualTo(count);
            assertThat(Double.parseDouble(samples.getOrDefault(name + "_sum" + labels + "}", "-1")) > 0)
                    .as("%s of %s", name, route)
                    .isEqualTo(count > 0);
        });
    }

    @Test
    void drainingEndpointsTellWhatIsUnderWayThere() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        one.reply(new OriginReply.Held(gate, OriginReply.ok("late")));
        configure(deadPort());
        Thread held = Thread.ofVirtual().start(() -> {
            try {
                get("/cart", ONE.toString());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        one.takeRequest();
        assertThat(family(scrape("status"), "hawser_draining_exchanges")).isEmpty();

        configure(deadPort(), "one");
        String endpoint = "{upstream=\"cart.up\",target=\"" + one.target() + "\"}";
        assertThat(family(scrape("status"), "hawser_draining_exchanges")).isEqualTo(Map.of(endpoint, "1"));
        assertThat(state(scrape("status"), "writing")).isEqualTo("1");
        assertThat(family(scrape("status"), "hawser_draining_sessions")).isEqualTo(Map.of(endpoint, "0"));

        gate.countDown();
        held.join();
        scrapeUntil(now -> "0".equals(now.get("hawser_draining_exchanges" + endpoint)));
        get("/cart", ONE.toString());
        assertThat(family(scrape("status"), "hawser_draining_sessions")).isEqualTo(Map.of(endpoint, "1"));
    }

    @Test
    void routesThatAreGoneAreShownOnceMoreAndDropped() throws Exception {
        one.reply(OriginReply.ok("hello"));
        two.reply(OriginReply.ok("hello"));
        configure(deadPort());
        get("/cart", "");
        scrapeUntil(now -> state(now, "total").equals("1"));
        var response = client.send(
                HttpRequest.newBuilder(URI.create(dataPlane.facts().get("admin") + "/config"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"_format_version\": \"3.0\"}"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(201);

        assertThat(family(scrape("status"), "kong_http_requests_total")).hasSize(1);
        assertThat(family(scrape("status"), "kong_http_requests_total")).isEmpty();
        assertThat(family(scrape("status"), "hawser_session_requests_total")).isEmpty();
    }
}
