package dev.hawser.server.playground.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.server.playground.api.resource.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The API on the wire. */
@Timeout(60)
class EmbeddedApiIT {

    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    private final HttpClient http = HttpClient.newHttpClient();
    private EmbeddedApi api;

    @BeforeEach
    void start() throws IOException {
        api = EmbeddedApi.start(Loopback.port(0));
    }

    @AfterEach
    void close() {
        http.shutdownNow();
        api.close();
    }

    @Test
    void saysWhichAddressIsTaken() {
        InetSocketAddress taken = Loopback.port(api.uri().getPort());

        assertThatThrownBy(() -> EmbeddedApi.start(taken))
                .isInstanceOf(BindException.class)
                .hasMessage(
                        "--api-listen: 127.0.0.1:%d is taken (expected: a free address)".formatted(taken.getPort()));
    }

    @Test
    void isHealthy() throws Exception {
        for (String path : List.of("/healthz", "/livez", "/readyz")) {
            assertThat(send("GET", path, "").body()).isEqualTo("ok");
        }
    }

    @Test
    void servesDiscoveryGroupByGroup() throws Exception {
        assertThat(json(send("GET", "/api", "")).path("versions").path(0).asString(""))
                .isEqualTo("v1");
        assertThat(json(send("GET", "/apis", "")).path("groups").values())
                .extracting(group -> Json.text(group, "preferredVersion.groupVersion"))
                .contains("apps/v1", "configuration.konghq.com/v1beta1");
        assertThat(json(send("GET", "/apis/apps/v1", "")).path("resources").values())
                .extracting(resource -> Json.text(resource, "name"))
                .contains("deployments", "deployments/scale", "deployments/status");
        assertThat(send("GET", "/apis/none/v1", "").statusCode()).isEqualTo(404);
    }

    @Test
    void watchFromListSeesWhatFollows() throws Exception {
        create("before");
        String version = Json.text(json(send("GET", MAPS, "")), "metadata.resourceVersion");
        create("after");

        try (Stream<String> lines = watch("resourceVersion=" + version)) {
            assertThat(summary(lines.iterator().next())).isEqualTo("ADDED after");
        }
    }

    @Test
    void watchWithoutVersionBeginsWithWhatIsThere() throws Exception {
        create("a");
        try (Stream<String> lines = watch("")) {
            Iterator<String> events = lines.iterator();
            assertThat(summary(events.next())).isEqualTo("ADDED a");

            send("DELETE", MAPS + "/a", "");

            assertThat(summary(events.next())).isEqualTo("DELETED a");
        }
    }

    @Test
    void watchFromForgottenVersionIsGone() throws Exception {
        try (Stream<String> lines = watch("resourceVersion=1")) {
            JsonNode event = Json.parse(lines.findFirst().orElseThrow().getBytes(StandardCharsets.UTF_8));

            assertThat(Json.text(event, "type")).isEqualTo("ERROR");
            assertThat(Json.text(event, "object.code")).isEqualTo("410");
            assertThat(Json.text(event, "object.reason")).isEqualTo("Expired");
        }
    }

    @Test
    void watchEndsWhenItsTimeIsUp() throws Exception {
        try (Stream<String> lines = watch("timeoutSeconds=1")) {
            assertThat(lines).isEmpty();
        }
    }

    @Test
    void watchEndsWhenTheApiCloses() throws Exception {
        try (Stream<String> lines = watch("")) {
            api.close();

            assertThat(lines).isEmpty();
        }
    }

    @Test
    void streamingListMarksItsEnd() throws Exception {
        create("a");
        try (Stream<String> lines =
                watch("sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true")) {
            Iterator<String> events = lines.iterator();

            assertThat(summary(events.next())).isEqualTo("ADDED a");
            assertThat(events.next())
                    .startsWith("{\"type\":\"BOOKMARK\"")
                    .contains("\"k8s.io/initial-events-end\":\"true\"");
        }
    }

    @Test
    void streamingListNeedsItsVersionMatch() throws Exception {
        assertThat(send("GET", MAPS + "?watch=true&sendInitialEvents=true", "").statusCode())
                .isEqualTo(422);
    }

    @Test
    void watchFollowsObjectsIntoAndOutOfItsSelection() throws Exception {
        create("a");
        String version = Json.text(json(send("GET", MAPS, "")), "metadata.resourceVersion");
        patch("a", "{\"metadata\":{\"labels\":{\"tier\":\"front\"}}}");
        patch("a", "{\"data\":{\"x\":\"y\"}}");
        patch("a", "{\"metadata\":{\"labels\":{\"tier\":\"back\"}}}");

        try (Stream<String> lines = watch("labelSelector=tier%3Dfront&resourceVersion=" + version)) {
            assertThat(lines.limit(3).map(EmbeddedApiIT::summary))
                    .containsExactly("ADDED a", "MODIFIED a", "DELETED a");
        }
    }

    @Test
    void manyWatchesSeeEveryChangeInOrder() throws Exception {
        List<String> expected =
                Stream.iterate(0, i -> i + 1).limit(20).map(i -> "ADDED m" + i).toList();
        List<Stream<String>> watches = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            watches.add(watch(""));
        }

        for (int i = 0; i < expected.size(); i++) {
            create("m" + i);
        }

        for (Stream<String> lines : watches) {
            assertThat(lines.limit(expected.size()).map(EmbeddedApiIT::summary)).isEqualTo(expected);
            lines.close();
        }
    }

    @Test
    void turnsAwayWebPagesOfOtherSites() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(api.uri().resolve(MAPS))
                .header("Origin", "http://example.com")
                .build();

        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
    }

    @Test
    void turnsAwayMalformedQueries() throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), api.uri().getPort())) {
            socket.getOutputStream()
                    .write("GET /api?a=%zz HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.UTF_8));

            assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                            .readLine())
                    .isEqualTo("HTTP/1.1 400 Bad Request");
        }
    }

    @Test
    void turnsAwayBodiesOfOtherTypes() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(api.uri().resolve(MAPS))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{\"metadata\":{\"name\":\"a\"}}"))
                .build();

        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(415);
    }

    private void create(String name) throws IOException, InterruptedException {
        HttpResponse<String> response = send("POST", MAPS, "{\"metadata\":{\"name\":\"%s\"}}".formatted(name));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    }

    private void patch(String name, String patch) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(api.uri().resolve(MAPS + "/" + name))
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(patch))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private Stream<String> watch(String parameters) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri(MAPS + "?watch=true&" + parameters)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofLines()).body();
    }

    private URI uri(String path) {
        return URI.create(api.uri() + path);
    }

    private static JsonNode json(HttpResponse<String> response) {
        return Json.parse(response.body().getBytes(StandardCharsets.UTF_8));
    }

    private static String summary(String line) {
        JsonNode event = Json.parse(line.getBytes(StandardCharsets.UTF_8));
        return Json.text(event, "type") + " " + Json.text(event, "object.metadata.name");
    }
}
