package dev.hawser.server.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hawser.server.push.PushAnswer.Failed;
import dev.hawser.server.push.PushAnswer.Failure;
import dev.hawser.server.push.PushSettings.Access;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminClientIT {

    private record Reply(int status, Map<String, String> headers, String body) {}

    @TempDir
    private Path folder;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final AtomicReference<Reply> reply = new AtomicReference<>(new Reply(200, Map.of(), "{}"));
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst(AdminToken.HEADER)));
            Reply now = reply.get();
            now.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = now.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(now.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private AdminClient client(AdminToken token, String workspace) {
        Access access = new Access(AdminTls.DEFAULT, token, Map.of("X-Team", "a"), workspace, Duration.ofSeconds(10));
        return new AdminClient(AdminClient.http(access), address(), access);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Test
    void theCallsAreThoseOfKongsAdminApi() throws Exception {
        AdminClient client = client(AdminToken.of("secret"), "");
        reply.set(new Reply(
                200,
                Map.of(),
                "{\"version\":\"3.9.1\",\"configuration\":{\"database\":\"off\",\"router_flavor\":\"expressions\"},"
                        + "\"configuration_hash\":\"abc\"}"));

        assertThat(client.facts()).isEqualTo(new GatewayFacts("3.9.1", "off", "expressions"));
        assertThat(client.configurationHash()).isEqualTo("abc");
        assertThat(client.push("{\"x\":1}")).isEqualTo(new PushAnswer.Taken());
        assertThat(requests)
                .containsExactly("GET / ", "GET /status ", "POST /config?check_hash=1&flatten_errors=1 {\"x\":1}");
        assertThat(tokens).containsOnly("secret");
    }

    @Test
    void aWorkspaceIsPartOfThePath() throws Exception {
        client(AdminToken.none(), "team-a").push("{}");

        assertThat(requests).containsExactly("POST /team-a/config?check_hash=1&flatten_errors=1 {}");
        assertThat(tokens).containsExactly("null");
    }

    @Test
    void aTokenInAFileIsReadAgainForEachCall() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "one\n");
        AdminClient client = client(AdminToken.of(file), "");
        client.push("{}");
        Files.writeString(file, "two\n");
        client.push("{}");

        assertThat(tokens).containsExactly("one", "two");
    }

    @ParameterizedTest
    @CsvSource({
        "401, OTHER, POST /config: 401 (expected: 200; is the token right?): {\"message\":\"no\"}",
        "405, OTHER, POST /config: 405 (expected: 200; is this the Admin API of a gateway without a database?)",
        "409, CONFLICT, POST /config: 409",
        "503, OTHER, POST /config: 503"
    })
    void whatIsNotTakenSaysWhy(int status, Failure failure, String reason) throws Exception {
        reply.set(new Reply(status, Map.of(), "{\"message\":\"no\"}"));

        assertThat(client(AdminToken.none(), "").push("{}")).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.failure()).isEqualTo(failure);
            assertThat(failed.reason()).startsWith(reason);
        });
    }

    @Test
    void aGatewayThatIsBusyIsLeftAloneAsLongAsItAsks() throws Exception {
        reply.set(new Reply(429, Map.of("Retry-After", "7"), ""));

        assertThat(client(AdminToken.none(), "").push("{}"))
                .isEqualTo(new Failed(Failure.OTHER, "POST /config: 429", Duration.ofSeconds(7)));
    }

    @Test
    void sameConfigurationsAndNoContentCountAsTaken() throws Exception {
        for (int status : new int[] {201, 204, 304}) {
            reply.set(new Reply(status, Map.of(), ""));
            assertThat(client(AdminToken.none(), "").push("{}")).isEqualTo(new PushAnswer.Taken());
        }
    }

    @Test
    void aGatewayThatIsNotThereIsAFailureOfTheNetwork() throws Exception {
        AdminClient client = client(AdminToken.none(), "");
        server.stop(0);

        assertThat(client.push("{}")).isEqualTo(new Failed(Failure.NETWORK, "connection refused", Duration.ZERO));
        assertThatThrownBy(client::facts).isInstanceOf(IOException.class).hasMessage("connection refused");
    }

    @Test
    void whatIsNoAdminApiIsTold() {
        reply.set(new Reply(200, Map.of(), "<html>"));

        assertThatThrownBy(client(AdminToken.none(), "")::facts)
                .isInstanceOf(IOException.class)
                .hasMessage("GET /: no JSON (expected: Kong's Admin API)");
    }

    @Test
    @Timeout(60)
    void anAnswerThatStallsInItsBodyIsGivenUp() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        server.createContext("/status", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitQuietly(over);
        });
        Access access = new Access(AdminTls.DEFAULT, AdminToken.none(), Map.of(), "", Duration.ofMillis(200));
        try {
            AdminClient client = new AdminClient(AdminClient.http(access), address(), access);

            assertThatThrownBy(client::configurationHash)
                    .isInstanceOf(IOException.class)
                    .hasMessage("no answer within 200 ms");
        } finally {
            over.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
