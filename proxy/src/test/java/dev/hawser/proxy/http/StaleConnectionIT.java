package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.RawExchange.Message;
import java.net.SocketException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Endpoints that close their connections at every point of an exchange (RFC 9110 section 9.2.2, RFC 9112 section 9.5). */
@ParameterizedClass
@EnumSource(Transport.class)
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class StaleConnectionIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody";
    private static final String PUT = "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody";
    private static final int ROUNDS = 50;

    private final Transport transport;

    StaleConnectionIT(Transport transport) {
        this.transport = transport;
        assumeTrue(transport.available(), () -> transport + " is not available on this machine");
    }

    private TestGateway to(ScriptedOrigin... origins) {
        Endpoint[] endpoints = new Endpoint[origins.length];
        for (int i = 0; i < origins.length; i++) {
            endpoints[i] = origins[i].endpoint();
        }
        return TestGateway.start(TestGateway.snapshot(endpoints), settings -> settings.withTransport(transport));
    }

    /** How an endpoint ends a connection that is idle. */
    private interface Ending {
        void end(RawExchange connection) throws Exception;
    }

    /** Answers one request on each connection, and then ends it when told so. */
    private static ScriptedOrigin endingIdle(
            Ending ending, SynchronousQueue<Boolean> told, BlockingQueue<Boolean> done) {
        return new ScriptedOrigin((connection, _) -> {
            connection.read();
            connection.send(OK);
            told.take();
            ending.end(connection);
            done.add(true);
        });
    }

    private void postsAfterIdleConnectionsEnded(Ending ending) throws Exception {
        SynchronousQueue<Boolean> told = new SynchronousQueue<>();
        BlockingQueue<Boolean> done = new LinkedBlockingQueue<>();
        try (ScriptedOrigin origin = endingIdle(ending, told, done);
                TestGateway gateway = to(origin);
                RawExchange client = gateway.client()) {
            for (int i = 0; i < ROUNDS; i++) {
                assertThat(client.send(POST).read().body()).isEqualTo("ok");
                told.put(true);
                done.take();
            }
            assertThat(origin.connections()).isEqualTo(ROUNDS);
        }
    }

    @Test
    void postsOnAnotherConnectionWhenTheIdleOneWasClosed() throws Exception {
        postsAfterIdleConnectionsEnded(connection -> connection.socket().close());
    }

    @Test
    void postsOnAnotherConnectionWhenTheIdleOneWasHalfClosed() throws Exception {
        postsAfterIdleConnectionsEnded(connection -> connection.socket().shutdownOutput());
    }

    @Test
    void postsOnAnotherConnectionWhenTheIdleOneWasReset() throws Exception {
        postsAfterIdleConnectionsEnded(RawExchange::reset);
    }

    /** Nobody asked for that response: it must not be taken for the next one. */
    @Test
    void postsOnAnotherConnectionWhenTheIdleOneSaidSomething() throws Exception {
        postsAfterIdleConnectionsEnded(connection -> {
            connection.send("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            connection.socket().close();
        });
    }

    @Test
    void asksAnotherEndpointWhenOneClosesWhatItAccepts() throws Exception {
        try (ScriptedOrigin closing = new ScriptedOrigin((_, _) -> {});
                ScriptedOrigin good = ScriptedOrigin.answering(OK);
                TestGateway gateway = to(closing, good)) {
            assertThat(gateway.exchange(GET).status()).isEqualTo(200);
            assertThat(gateway.exchange(PUT).status()).isEqualTo(200);
            assertThat(closing.connections()).isEqualTo(2);
        }
    }

    /** It was sent, as far as can be known: whether it was read cannot. */
    @Test
    void doesNotRepeatAPostToAnEndpointThatClosesBehindItsHead() throws Exception {
        try (ScriptedOrigin closing = new ScriptedOrigin((connection, _) -> connection.readHead());
                ScriptedOrigin good = ScriptedOrigin.answering(OK);
                TestGateway gateway = to(closing, good)) {
            assertThat(gateway.exchange(POST).status()).isEqualTo(502);
            assertThat(gateway.awaitEnded().failure()).hasToString("CONNECTION_LOST");
            assertThat(good.connections()).isZero();
        }
    }

    @Test
    void repeatsAPutToAnEndpointThatClosesBehindItsHead() throws Exception {
        try (ScriptedOrigin closing = new ScriptedOrigin((connection, _) -> connection.readHead());
                ScriptedOrigin good = ScriptedOrigin.answering(OK);
                TestGateway gateway = to(closing, good)) {
            assertThat(gateway.exchange(PUT).status()).isEqualTo(200);
            assertThat(gateway.awaitEnded().tries()).isEqualTo(2);
        }
    }

    @Test
    void repeatsNothingOnceTheResponseBegan() throws Exception {
        try (ScriptedOrigin closing = new ScriptedOrigin((connection, _) -> {
                    connection.read();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                });
                ScriptedOrigin good = ScriptedOrigin.answering(OK);
                TestGateway gateway = to(closing, good);
                RawExchange client = gateway.client()) {
            Message head = client.send(GET).readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(restOf(client)).hasSizeLessThan(10);
            assertThat(gateway.awaitEnded().failure()).hasToString("RESPONSE_CUT_OFF");
            assertThat(good.connections()).isZero();
        }
    }

    private static String restOf(RawExchange client) throws Exception {
        try {
            return client.readText(10);
        } catch (SocketException _) {
            return "";
        }
    }

    /** A GET is sent on what is there, and again on a new connection: its endpoint is not to blame. */
    @Test
    void repeatsAGetAtTheSameEndpointWhenTheIdleConnectionEnds() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.read();
                    connection.send(OK);
                    connection.read();
                });
                TestGateway gateway = to(origin)) {
            for (int i = 1; i <= 10; i++) {
                assertThat(gateway.exchange(GET).status()).isEqualTo(200);
                assertThat(gateway.awaitEnded().tries()).isEqualTo(1);
            }
            assertThat(gateway.failedTries()).isZero();
            assertThat(origin.connections()).isEqualTo(10);
        }
    }
}
