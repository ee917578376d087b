package dev.hawser.server.playground.node.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.server.playground.node.app.AppClient.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class ExampleAppTest {

    private static final AppSettings SETTINGS =
            new AppSettings("pod-a", "demo", "hawser-node", "example:1", AppSettings.DEFAULT_SESSION_COOKIE);

    private ExampleApp app;

    @BeforeEach
    void start() throws IOException {
        app = start(SETTINGS);
    }

    @AfterEach
    void stop() {
        app.close();
    }

    private static ExampleApp start(AppSettings settings) throws IOException {
        return ExampleApp.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), settings, new VisitCounter());
    }

    private AppClient connect() throws IOException {
        return AppClient.connect(app.address());
    }

    @Test
    void namesThePodAndTheRequestAsReceived() throws IOException {
        try (AppClient client = connect()) {
            Answer answer = client.get("/shop/%C3%A4?q=1", "X-Thing: one", "X-Thing: two");
            JsonNode json = answer.json();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers())
                    .containsEntry("x-pod", "pod-a")
                    .containsEntry("content-type", "application/json");
            assertThat(json.get("pod").asString()).isEqualTo("pod-a");
            assertThat(json.get("namespace").asString()).isEqualTo("demo");
            assertThat(json.get("node").asString()).isEqualTo("hawser-node");
            assertThat(json.get("image").asString()).isEqualTo("example:1");
            assertThat(json.get("address").asString())
                    .isEqualTo("127.0.0.1:" + app.address().getPort());
            assertThat(json.get("method").asString()).isEqualTo("GET");
            assertThat(json.get("path").asString()).isEqualTo("/shop/%C3%A4?q=1");
            assertThat(json.get("headers").get("Host").asString()).isEqualTo("app");
            assertThat(json.get("headers").get("X-Thing").asString()).isEqualTo("one, two");
        }
    }

    @Test
    void countsTheVisitsOfAVisitorItNamedItself() throws IOException {
        try (AppClient client = connect()) {
            Answer first = client.get("/");
            String cookie = first.headers().get("set-cookie");
            String visitor = first.json().get("visitor").asString();
            assertThat(cookie).isEqualTo("visitor=" + visitor + "; Path=/");
            assertThat(first.json().get("visits").asInt()).isEqualTo(1);

            Answer second = client.get("/", "Cookie: session-id=x; visitor=" + visitor);
            assertThat(second.headers()).doesNotContainKey("set-cookie");
            assertThat(second.json().get("visits").asInt()).isEqualTo(2);
            assertThat(second.json().get("visitor").asString()).isEqualTo(visitor);
            assertThat(second.json().get("session").asString()).isEqualTo("x");
        }
    }

    @Test
    void takesEachRequestWithoutIdentityForANewVisitor() throws IOException {
        try (AppClient client = connect()) {
            JsonNode first = client.get("/").json();
            JsonNode second = client.get("/").json();
            assertThat(second.get("visits").asInt()).isEqualTo(1);
            assertThat(second.get("visitor")).isNotEqualTo(first.get("visitor"));
            assertThat(second.has("session")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cookie: session-id=abc", "Cookie: client=abc", "X-Client: abc", "Cookie: visitor=abc"})
    void countsUnderWhateverIdentityARequestCarries(String header) throws IOException {
        try (AppClient client = connect()) {
            client.get("/", header);
            Answer second = client.get("/", header);
            assertThat(second.json().get("visits").asInt()).isEqualTo(2);
            assertThat(second.json().get("visitor").asString()).isEqualTo("abc");
            assertThat(second.headers()).doesNotContainKey("set-cookie");
        }
    }

    @Test
    void tellsClientsOfOneSessionApartWhenTheyNameThemselves() throws IOException {
        try (AppClient client = connect()) {
            client.get("/", "Cookie: session-id=s; client=a");
            client.get("/", "Cookie: session-id=s; client=a");
            assertThat(client.get("/", "Cookie: session-id=s; client=b")
                            .json()
                            .get("visits")
                            .asInt())
                    .isEqualTo(1);
            assertThat(client.get("/", "Cookie: session-id=s", "X-Client: a")
                            .json()
                            .get("visits")
                            .asInt())
                    .isEqualTo(3);
        }
    }

    @Test
    void looksForTheSessionInTheCookieItWasToldOf() throws IOException {
        try (ExampleApp other = start(new AppSettings("pod-b", "demo", "n", "i", "stick"));
                AppClient client = AppClient.connect(other.address())) {
            client.get("/", "Cookie: stick=s");
            JsonNode second = client.get("/", "Cookie: stick=s").json();
            assertThat(second.get("visits").asInt()).isEqualTo(2);
            assertThat(second.get("session").asString()).isEqualTo("s");
        }
    }

    @Test
    void turnsUnhealthyWhileItRuns() throws IOException {
        try (AppClient client = connect()) {
            assertThat(client.get("/healthz").body()).isEqualTo("ok\n");
            app.health(AppHealth.UNHEALTHY);
            assertThat(client.get("/healthz?x").status()).isEqualTo(503);
            app.health(AppHealth.HEALTHY);
            client.send("POST /healthz HTTP/1.1\r\nHost: app\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    void readsBodiesOfBothFramings() throws IOException {
        try (AppClient client = connect()) {
            client.send("POST /a HTTP/1.1\r\nHost: app\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.read().json().get("bodyBytes").asInt()).isEqualTo(5);
            client.send("PUT /b HTTP/1.1\r\nHost: app\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("5;x=y\r\nhello\r\nA\r\n0123456789\r\n");
            client.send("0\r\nTrailer: t\r\n\r\n");
            assertThat(client.read().json().get("bodyBytes").asInt()).isEqualTo(15);
        }
    }

    @Test
    void asksForTheBodyOfAClientThatWaits() throws IOException {
        try (AppClient client = connect()) {
            client.send("POST / HTTP/1.1\r\nHost: app\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(100);
            client.send("hi");
            assertThat(client.read().json().get("bodyBytes").asInt()).isEqualTo(2);
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        try (AppClient client = connect()) {
            client.sendGet("/1");
            client.sendGet("/2");
            client.sendGet("/3");
            assertThat(client.read().json().get("path").asString()).isEqualTo("/1");
            assertThat(client.read().json().get("path").asString()).isEqualTo("/2");
            assertThat(client.read().json().get("path").asString()).isEqualTo("/3");
        }
    }

    @Test
    void answersAsManyBytesAsAskedFor() throws IOException {
        try (AppClient client = connect()) {
            assertThat(client.get("/?size=200000").body()).hasSize(200_000).containsOnlyOnce("xx".repeat(100_000));
            assertThat(client.get("/?size=0").body()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?size=-1", "/?size=x", "/?delay=soon", "/?delay=5"})
    void refusesParametersItDoesNotUnderstand(String target) throws IOException {
        try (AppClient client = connect()) {
            Answer answer = client.get(target);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("expected:");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /\r\n\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            })
    void refusesMalformedRequestsAndCloses(String bytes) throws IOException {
        try (AppClient client = connect()) {
            client.send(bytes);
            Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.closes()).isTrue();
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void closesWhenTheClientAsksForIt() throws IOException {
        try (AppClient client = connect()) {
            assertThat(client.get("/", "Connection: close").closes()).isTrue();
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void finishesARequestInFlightWhenItStops() throws Exception {
        try (AppClient client = connect()) {
            client.sendGet("/slow?delay=700ms");
            CompletableFuture<Void> drained = app.drain();
            Answer answer = client.read();
            assertThat(answer.json().get("path").asString()).isEqualTo("/slow?delay=700ms");
            assertThat(answer.closes()).isTrue();
            assertThat(client.isAtEnd()).isTrue();
            client.hangUp();
            drained.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void refusesConnectionsOnceItHasStopped() throws Exception {
        app.drain().get(30, TimeUnit.SECONDS);
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }

    @Test
    void closesIdleConnectionsWhenItStops() throws Exception {
        try (AppClient client = connect()) {
            assertThat(client.get("/").closes()).isFalse();
            CompletableFuture<Void> drained = app.drain();
            assertThat(client.isAtEnd()).isTrue();
            client.hangUp();
            drained.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void doesNotWaitForeverForAClientThatKeepsItsSideOpen() throws Exception {
        try (AppClient client = connect()) {
            client.get("/");
            app.drain().get(30, TimeUnit.SECONDS);
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void answersEveryRequestThatWasSentBeforeItStopped() throws Exception {
        List<AppClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                AppClient client = connect();
                clients.add(client);
                if (i % 2 == 0) {
                    client.get("/warm");
                }
            }
            for (AppClient client : clients) {
                client.sendGet("/last");
            }
            CompletableFuture<Void> drained = app.drain();
            for (AppClient client : clients) {
                assertThat(client.read().json().get("path").asString()).isEqualTo("/last");
                client.close();
            }
            drained.get(30, TimeUnit.SECONDS);
        } finally {
            for (AppClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void cutsRequestsOffWhenItIsKilled() throws Exception {
        try (AppClient client = connect()) {
            client.sendGet("/?delay=60s");
            CompletableFuture<Void> drained = app.drain();
            app.close();
            assertThatThrownBy(client::read).isInstanceOf(IOException.class);
            drained.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void saysWhichAddressItCannotListenOn() {
        assertThatThrownBy(() -> ExampleApp.start(app.address(), SETTINGS, new VisitCounter()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("listen: ")
                .hasMessageContaining(Integer.toString(app.address().getPort()));
    }

    @Test
    void forgetsTheVisitorsSeenLongestAgo() {
        VisitCounter visits = new VisitCounter();
        Visitor first = new Visitor(Visitor.Source.CLIENT, "first");
        visits.visit(first);
        for (int i = 0; i < VisitCounter.MAX_VISITORS; i++) {
            visits.visit(new Visitor(Visitor.Source.CLIENT, "c" + i));
        }
        assertThat(visits.visit(first)).isEqualTo(1);
        assertThat(visits.visit(new Visitor(Visitor.Source.CLIENT, "c" + (VisitCounter.MAX_VISITORS - 1))))
                .isEqualTo(2);
    }
}
