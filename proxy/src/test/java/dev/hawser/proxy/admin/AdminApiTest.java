package dev.hawser.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.runtime.ActiveConfiguration;
import dev.hawser.proxy.runtime.RuntimeSnapshot;
import dev.hawser.proxy.runtime.SnapshotHolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AdminApiTest {

    private static final String CONFIG = """
            _format_version: "3.0"
            services:
            - name: app
              host: app.upstream
              tags: [k8s-name:app]
              routes:
              - name: app-route
                paths: [/example]
            upstreams:
            - name: app.upstream
              algorithm: sticky-sessions
              hash_on: none
              sticky_sessions_cookie: session-id
              targets:
              - target: 10.0.0.1:8080
              - target: 10.0.0.2:8080
                weight: 0
                tags: [k8s-terminating]
            """;

    private final ActiveConfiguration active = new ActiveConfiguration(new SnapshotHolder(RuntimeSnapshot.empty()));
    private final HttpClient client = HttpClient.newHttpClient();
    private final AdminServer admin;
    private final AdminServer statusServer;

    AdminApiTest() throws IOException {
        NodeInfo node =
                new NodeInfo(new UUID(1, 2), "node-1", List.of(new NodeInfo.Listener("0.0.0.0", 8000, false, false)));
        NodeStatus status = new NodeStatus(node, active, () -> new ServerCounts(7, 3, 42));
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        admin = new AdminApi(active, status, List.of()).serve(anyPort);
        statusServer = new StatusApi(status, List.of()).serve(anyPort);
    }

    @AfterEach
    void close() {
        admin.close();
        statusServer.close();
        client.close();
        active.close();
    }

    @Test
    void theRootSaysWhatKongsControllerAsksFor() throws Exception {
        JsonNode root = json(get("/"));
        assertThat(root.path("version").asString()).isEqualTo("3.11.0");
        assertThat(root.path("configuration").path("database").asString()).isEqualTo("off");
        assertThat(root.path("configuration").path("router_flavor").asString()).isEqualTo("traditional_compatible");
        assertThat(root.path("configuration")
                        .path("proxy_listeners")
                        .get(0)
                        .path("port")
                        .asInt())
                .isEqualTo(8000);
        assertThat(root.path("node_id").asString()).isEqualTo(new UUID(1, 2).toString());
    }

    @Test
    void theStatusShowsCountsAndAHashThatFollowsTheConfiguration() throws Exception {
        JsonNode before = json(get("/status"));
        assertThat(before.path("configuration_hash").asString()).isEqualTo("0".repeat(32));
        assertThat(before.path("server").path("total_requests").asInt()).isEqualTo(42);
        post("/config", "text/yaml", CONFIG);
        String first = json(get("/status")).path("configuration_hash").asString();
        assertThat(first).matches("[0-9a-f]{32}").isNotEqualTo("0".repeat(32));
        post("/config", "text/yaml", CONFIG.replace("/example", "/other"));
        assertThat(json(get("/status")).path("configuration_hash").asString())
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "json", "wrapped"})
    void takesAConfigurationInEveryForm(String form) throws Exception {
        HttpResponse<String> response = switch (form) {
            case "yaml" -> post("/config", "text/yaml", CONFIG);
            case "wrapped" ->
                post(
                        "/config",
                        "application/json; charset=utf-8",
                        JsonMapper.shared()
                                .createObjectNode()
                                .put("config", CONFIG)
                                .toString());
            default -> post("/config?check_hash=1&flatten_errors=1", "application/json", """
                                {"_format_version":"3.0","upstreams":[{"name":"app.upstream","targets":[{"target":"10.0.0.1:8080"}]}]}
                                """);
        };
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(json(response).path("upstreams").get(0).path("name").asString())
                .isEqualTo("app.upstream");
        assertThat(active.current().upstreams()).containsKey("app.upstream");
    }

    @Test
    void anEqualConfigurationIsNotModifiedWhenTheHashIsChecked() throws Exception {
        post("/config", "text/yaml", CONFIG);
        assertThat(post("/config?check_hash=1", "text/yaml", CONFIG).statusCode())
                .isEqualTo(304);
        assertThat(post("/config", "text/yaml", CONFIG).statusCode()).isEqualTo(201);
        assertThat(active.current().generation()).isEqualTo(1);
    }

    @Test
    void aRejectedConfigurationSaysWhichEntityIsWrongAndKeepsTheOldOne() throws Exception {
        post("/config", "text/yaml", CONFIG);
        HttpResponse<String> response = post("/config?flatten_errors=1", "application/json", """
                {"_format_version":"3.0","services":[
                  {"name":"ok","host":"a","routes":[{"name":"bad","paths":["~/a("],"tags":["k8s-name:x","k8s-uid:1"]}]}]}
                """);
        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode body = json(response);
        assertThat(body.path("code").asInt()).isEqualTo(14);
        assertThat(body.path("name").asString()).isEqualTo("invalid declarative configuration");
        assertThat(body.path("message").asString()).startsWith("declarative config is invalid: {");
        JsonNode error = body.path("flattened_errors").get(0);
        assertThat(error.path("entity_type").asString()).isEqualTo("route");
        assertThat(error.path("entity_name").asString()).isEqualTo("bad");
        assertThat(error.path("entity_tags").get(1).asString()).isEqualTo("k8s-uid:1");
        assertThat(error.path("entity").path("paths").get(0).asString()).isEqualTo("~/a(");
        assertThat(error.path("errors").get(0).path("type").asString()).isEqualTo("field");
        assertThat(error.path("errors").get(0).path("field").asString()).startsWith("paths");
        assertThat(error.path("errors").get(0).path("message").asString()).contains("invalid regex");
        assertThat(body.path("fields").isEmpty()).isTrue();
        assertThat(active.current().upstreams()).containsKey("app.upstream");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, '{\"a\":', Cannot parse JSON body",
        "application/json, '', expected a declarative configuration",
        "text/yaml, '- a', declarative config is invalid",
        "application/json, '[]', declarative config is invalid",
        "application/json, '{}', declarative config is invalid",
    })
    void refusesWhatIsNoConfiguration(String contentType, String body, String message) throws Exception {
        HttpResponse<String> response = post("/config", contentType, body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).path("message").asString()).startsWith(message);
    }

    @Test
    void listsEntitiesWithReferencesToTheirParents() throws Exception {
        post("/config", "text/yaml", CONFIG);
        JsonNode service = json(get("/services?size=1000")).path("data").get(0);
        JsonNode route = json(get("/routes")).path("data").get(0);
        JsonNode upstream = json(get("/upstreams")).path("data").get(0);
        JsonNode targets = json(get("/upstreams/app.upstream/targets"));
        assertThat(service.path("name").asString()).isEqualTo("app");
        assertThat(service.has("routes")).isFalse();
        assertThat(route.path("service").path("id")).isEqualTo(service.path("id"));
        assertThat(upstream.path("id").asString()).hasSize(36);
        assertThat(targets.path("data")).hasSize(2);
        assertThat(targets.path("next").isNull()).isTrue();
        assertThat(targets.path("data").get(1).path("weight").asInt()).isZero();
        assertThat(targets.path("data").get(1).path("upstream").path("id")).isEqualTo(upstream.path("id"));
        String sessionId = Objects.requireNonNull(active.current().upstreams().get("app.upstream"))
                .endpoints()
                .getFirst()
                .id()
                .toString();
        assertThat(targets.path("data").get(0).path("id").asString()).isEqualTo(sessionId);
        assertThat(json(get("/services/app")).path("id")).isEqualTo(service.path("id"));
        assertThat(json(get("/services/" + service.path("id").asString() + "/routes"))
                        .path("data")
                        .get(0)
                        .path("name")
                        .asString())
                .isEqualTo("app-route");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"plugins", "consumers", "certificates", "ca_certificates", "snis", "vaults", "consumer_groups"})
    void listsWhatItDoesNotHaveAsEmpty(String collection) throws Exception {
        assertThat(json(get("/" + collection))).hasToString("{\"data\":[],\"next\":null}");
    }

    @Test
    void neverShowsPrivateKeys() throws Exception {
        String pem = new String(
                Objects.requireNonNull(AdminApiTest.class.getResourceAsStream("/certificate.yaml"))
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        HttpResponse<String> posted = post("/config", "text/yaml", pem);
        assertThat(posted.statusCode()).as(posted.body()).isEqualTo(201);
        for (HttpResponse<String> response :
                List.of(posted, get("/config"), get("/certificates"), get("/snis"), get("/status"))) {
            assertThat(response.body()).doesNotContain("PRIVATE KEY");
        }
        assertThat(json(get("/certificates")).path("data").get(0).path("key").asString())
                .isEqualTo("REDACTED");
        assertThat(json(get("/snis")).path("data").get(0).path("name").asString())
                .isEqualTo("app.example");
        HttpResponse<String> rejected = post("/config?flatten_errors=1", "application/json", """
                {"_format_version":"3.0","certificates":[{"cert":"x","key":"-----BEGIN PRIVATE KEY-----","tags":["t"]}]}
                """);
        assertThat(rejected.statusCode()).isEqualTo(400);
        assertThat(rejected.body()).contains("\"entity_type\":\"certificate\"").doesNotContain("BEGIN PRIVATE KEY");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /services, cannot create or update 'services' entities when not using a database",
        "PUT, /services/a, cannot create or update 'services' entities when not using a database",
        "PATCH, /upstreams/a, cannot create or update 'upstreams' entities when not using a database",
        "POST, /upstreams/a/targets, cannot create or update 'targets' entities when not using a database",
        "DELETE, /routes/a, cannot delete 'routes' entities when not using a database",
        "DELETE, /status, Method not allowed",
        "PUT, /config, Method not allowed",
    })
    void writesNoSingleEntity(String method, String path, String message) throws Exception {
        HttpResponse<String> response = send(admin, method, path, "application/json", "{}");
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(json(response).path("message").asString()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nope",
                "/services/nope",
                "/services/nope/routes",
                "/targets",
                "/status/x",
                "/config/x",
                "/upstreams/app.upstream/nope"
            })
    void whatIsNotThereIsNotFound(String path) throws Exception {
        post("/config", "text/yaml", CONFIG);
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"message\":\"Not found\"}");
    }

    @Test
    void isReadyOnceThereIsAConfiguration() throws Exception {
        assertThat(send(statusServer, "GET", "/status/ready", "", "").statusCode())
                .isEqualTo(503);
        post("/config", "text/yaml", CONFIG);
        HttpResponse<String> ready = send(statusServer, "GET", "/status/ready", "", "");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("{\"message\":\"ready\"}");
        assertThat(send(statusServer, "HEAD", "/status/ready", "", "").statusCode())
                .isEqualTo(200);
        assertThat(send(statusServer, "GET", "/status", "", "").statusCode()).isEqualTo(200);
    }

    @Test
    void theStatusServerShowsNoConfiguration() throws Exception {
        assertThat(send(statusServer, "GET", "/config", "", "").statusCode()).isEqualTo(404);
        assertThat(send(statusServer, "POST", "/config", "text/yaml", CONFIG).statusCode())
                .isEqualTo(404);
        assertThat(send(statusServer, "POST", "/status", "", "").statusCode()).isEqualTo(405);
    }

    @Test
    void aWebPageCannotReplaceTheConfiguration() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + admin.address().getPort() + "/config"))
                .header("Origin", "http://evil.example")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(CONFIG))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
        assertThat(active.current().config().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via: 1.1 hawser", "x-forwarded-for: 10.0.0.1", "X-Forwarded-Host: shop.example"})
    void whatCameThroughAProxyIsRefused(String mark) throws Exception {
        String head = "Host: localhost\r\n" + mark + "\r\n";
        assertThat(statusOf(admin, "GET / HTTP/1.1\r\n" + head)).isEqualTo(403);
        assertThat(statusOf(admin, "POST /config HTTP/1.1\r\nContent-Length: 0\r\n" + head))
                .isEqualTo(403);
        assertThat(statusOf(statusServer, "GET /status HTTP/1.1\r\n" + head)).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "LOCALHOST:8001, 200",
        "127.0.0.1:8001, 200",
        "127.1.2.3, 200",
        "[::1]:8001, 200",
        "evil.example, 403",
        "localhost.evil.example:8001, 403",
        "127.0.0.1.evil.example, 403",
        "10.0.0.1:8001, 403",
    })
    void onLoopbackOnlyItsOwnNamesAreServed(String host, int status) throws Exception {
        assertThat(statusOf(admin, "GET / HTTP/1.1\r\nHost: " + host + "\r\n")).isEqualTo(status);
        assertThat(statusOf(statusServer, "GET /status HTTP/1.1\r\nHost: " + host + "\r\n"))
                .isEqualTo(200);
    }

    @Test
    void aBodyThatIsTooLongIsRefusedBeforeItIsSent() throws Exception {
        String length = "Host: localhost\r\nContent-Length: " + (AdminApi.MAX_CONFIG_BYTES + 1L) + "\r\n";
        assertThat(statusOf(admin, "POST /config HTTP/1.1\r\n" + length)).isEqualTo(413);
    }

    /** Only the head of each request is sent: an answer shows that no body was waited for. */
    @Test
    void noBodyIsReadButThatOfAnUpload() throws Exception {
        String length = "Host: localhost\r\nContent-Length: 1000000\r\n";
        assertThat(statusOf(statusServer, "POST /status HTTP/1.1\r\n" + length)).isEqualTo(405);
        assertThat(statusOf(statusServer, "POST /config HTTP/1.1\r\n" + length)).isEqualTo(404);
        assertThat(statusOf(admin, "POST /services HTTP/1.1\r\n" + length)).isEqualTo(405);
    }

    /** The status of the answer to a head alone. */
    private static int statusOf(AdminServer server, String head) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return Integer.parseInt(line.substring(9));
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(admin, "GET", path, "", "");
    }

    private HttpResponse<String> post(String path, String contentType, String body)
            throws IOException, InterruptedException {
        return send(admin, "POST", path, contentType, body);
    }

    private HttpResponse<String> send(AdminServer server, String method, String path, String contentType, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.address().getPort() + path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }
}
