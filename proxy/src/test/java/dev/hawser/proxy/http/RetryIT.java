package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.RequestView;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.balancing.Selection;
import dev.hawser.proxy.balancing.SessionOutcome;
import dev.hawser.proxy.http.RawExchange.Message;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests whose endpoint is gone reach another one, and none is sent twice that must not be. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class RetryIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody";
    private static final String PUT = "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody";

    /** Serves so many requests on a connection and then closes it. */
    private static ScriptedOrigin closingAfter(int requests, BlockingQueue<Message> seen) {
        return new ScriptedOrigin((connection, _) -> {
            for (int i = 0; i < requests; i++) {
                seen.add(connection.read());
                connection.send(OK);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, POST, PUT})
    void triesAnotherEndpointWhenOneRefuses(String request) throws Exception {
        BlockingQueue<Message> seen = new LinkedBlockingQueue<>();
        try (ScriptedOrigin origin = closingAfter(1, seen);
                TestGateway gateway = TestGateway.to(ScriptedOrigin.dead(), ScriptedOrigin.dead(), origin.endpoint())) {
            assertThat(gateway.exchange(request).status()).isEqualTo(200);
            assertThat(seen.take().body()).isEqualTo(request.equals(GET) ? "" : "body");
            assertThat(gateway.awaitEnded().tries()).isEqualTo(3);
            assertThat(gateway.failedTries()).isEqualTo(2);
        }
    }

    @Test
    void neverOffersAFailedEndpointAgain() throws Exception {
        Endpoint dead = ScriptedOrigin.dead();
        AtomicInteger asked = new AtomicInteger();
        try (TestGateway gateway = TestGateway.start(TestGateway.snapshot(
                UnaryOperator.identity(), UnaryOperator.identity(), (request, failed) -> {
                    asked.incrementAndGet();
                    return failed.contains(dead) ? null : new Selection(dead, SessionOutcome.NONE, null);
                }))) {
            assertThat(gateway.exchange(GET).status()).isEqualTo(502);
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void stopsAfterTheRetriesOfTheService() throws Exception {
        Endpoint[] dead = {ScriptedOrigin.dead(), ScriptedOrigin.dead(), ScriptedOrigin.dead()};
        try (TestGateway gateway = TestGateway.start(TestGateway.snapshot(
                service -> service.retries(1), UnaryOperator.identity(), TestGateway.inOrder(dead)))) {
            assertThat(gateway.exchange(GET).status()).isEqualTo(502);
            assertThat(gateway.failedTries()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, POST})
    void leavingTheEndpointOfASessionCostsNoRetry(String request) throws Exception {
        Endpoint gone = ScriptedOrigin.dead();
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = TestGateway.start(TestGateway.snapshot(
                        service -> service.retries(0),
                        UnaryOperator.identity(),
                        (_, failed) -> failed.contains(gone)
                                ? new Selection(origin.endpoint(), SessionOutcome.REASSIGNED, null)
                                : new Selection(gone, SessionOutcome.STUCK, null)))) {
            assertThat(gateway.exchange(request).status()).isEqualTo(200);
            assertThat(gateway.awaitEnded().tries()).isEqualTo(2);
        }
    }

    @Test
    void givesTheCookieOfTheEndpointThatAnswered() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = TestGateway.start(TestGateway.snapshot(
                        UnaryOperator.identity(),
                        UnaryOperator.identity(),
                        TestGateway.choosing(
                                endpoint ->
                                        new Selection(endpoint, SessionOutcome.REASSIGNED, "sid=" + endpoint.port()),
                                ScriptedOrigin.dead(),
                                origin.endpoint())))) {
            assertThat(gateway.exchange(GET).field("Set-Cookie"))
                    .isEqualTo("sid=" + origin.endpoint().port());
        }
    }

    /** RFC 9112 section 9.5: a server may close an idle connection at any time. */
    @ParameterizedTest
    @ValueSource(strings = {GET, PUT})
    void repeatsOnANewConnectionWhenAnIdleOneDies(String request) throws Exception {
        BlockingQueue<Message> seen = new LinkedBlockingQueue<>();
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, number) -> {
                    seen.add(connection.read());
                    connection.send(OK);
                    seen.add(connection.read());
                    if (number > 1) {
                        connection.send(OK);
                    }
                });
                TestGateway gateway = TestGateway.to(origin.endpoint())) {
            assertThat(gateway.exchange(request).status()).isEqualTo(200);
            Message second = gateway.exchange(request);
            assertThat(second.status()).isEqualTo(200);
            assertThat(gateway.failedTries()).isZero();
            assertThat(origin.connections()).isEqualTo(2);
            for (int i = 0; i < 3; i++) {
                assertThat(seen.take().body()).isEqualTo(request.equals(PUT) ? "body" : "");
            }
        }
    }

    @Test
    void doesNotRepeatWhatIsNotIdempotent() throws Exception {
        BlockingQueue<Message> seen = new LinkedBlockingQueue<>();
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    seen.add(connection.read());
                    connection.send(OK);
                    seen.add(connection.read());
                });
                TestGateway gateway = TestGateway.to(origin.endpoint())) {
            assertThat(gateway.exchange(GET).status()).isEqualTo(200);
            assertThat(gateway.exchange(POST).status()).isEqualTo(502);
            assertThat(seen).hasSize(2);
        }
    }

    @Test
    void doesNotRepeatABodyTooLargeToKeep() throws Exception {
        int size = 65537;
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> connection.read());
                ScriptedOrigin other = ScriptedOrigin.answering(OK);
                TestGateway gateway = TestGateway.to(origin.endpoint(), other.endpoint())) {
            Message response = gateway.exchange(
                    "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: " + size + "\r\n\r\n" + "x".repeat(size));
            assertThat(response.status()).isEqualTo(502);
            assertThat(other.connections()).isZero();
        }
    }

    @Test
    void repeatsABodyThatWasKept() throws Exception {
        String body = "x".repeat(65536);
        BlockingQueue<Message> seen = new LinkedBlockingQueue<>();
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> connection.read());
                ScriptedOrigin other = closingAfter(1, seen);
                TestGateway gateway = TestGateway.to(origin.endpoint(), other.endpoint())) {
            Message response = gateway.exchange("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 65536\r\n\r\n" + body);
            assertThat(response.status()).isEqualTo(200);
            assertThat(seen.take().body()).isEqualTo(body);
        }
    }

    @Test
    void movesOnWhenTheEndpointOfAnIdleConnectionIsGone() throws Exception {
        try (ScriptedOrigin first = ScriptedOrigin.answering(OK);
                ScriptedOrigin second = ScriptedOrigin.answering(OK);
                TestGateway gateway = TestGateway.to(first.endpoint(), second.endpoint())) {
            assertThat(gateway.exchange(GET).status()).isEqualTo(200);
            first.stop();
            assertThat(gateway.exchange(GET).status()).isEqualTo(200);
            assertThat(gateway.exchange(POST).status()).isEqualTo(200);
            assertThat(second.connections()).isEqualTo(1);
        }
    }

    @Test
    void closesIdleConnectionsOfRemovedEndpoints() throws Exception {
        BlockingQueue<Boolean> closed = new LinkedBlockingQueue<>();
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.read();
                    connection.send(OK);
                    closed.add(connection.closed());
                });
                TestGateway gateway = TestGateway.to(origin.endpoint())) {
            assertThat(gateway.exchange(GET).status()).isEqualTo(200);
            origin.endpoint().markRemoved();
            assertThat(closed.take()).isTrue();
        }
    }

    @Test
    void answers504WhenTheEndpointIsSilent() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.read();
                    connection.closed();
                });
                TestGateway gateway = TestGateway.start(TestGateway.snapshot(
                        service -> service.readTimeout(Duration.ofMillis(50)),
                        UnaryOperator.identity(),
                        TestGateway.inOrder(origin.endpoint())))) {
            Message response = gateway.exchange(GET);
            assertThat(response.status()).isEqualTo(504);
            assertThat(response.body()).startsWith("The upstream server is timing out\nrequest_id: ");
            assertThat(gateway.awaitEnded().failure()).hasToString("READ_TIMEOUT");
        }
    }

    @Test
    void answers503WhenANameHasNoAddress() throws Exception {
        Endpoint unknown = new Endpoint(UUID.randomUUID(), "no..such..name", 80);
        try (TestGateway gateway = TestGateway.to(unknown)) {
            Message response = gateway.exchange(GET);
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.body()).contains("\"message\":\"name resolution failed\"");
        }
    }

    @Test
    void resolvesNames() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = TestGateway.to(new Endpoint(
                        UUID.randomUUID(), "localhost", origin.endpoint().port()))) {
            assertThat(gateway.exchange(GET).status()).isEqualTo(200);
        }
    }

    @Test
    void answers503WithoutAnyEndpoint() throws Exception {
        try (TestGateway gateway = TestGateway.start(
                TestGateway.snapshot(UnaryOperator.identity(), UnaryOperator.identity(), RetryIT::none))) {
            Message response = gateway.exchange(GET);
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.body()).contains("\"message\":\"failure to get a peer from the ring-balancer\"");
        }
    }

    private static @Nullable Selection none(RequestView request, List<Endpoint> failed) {
        return null;
    }
}
