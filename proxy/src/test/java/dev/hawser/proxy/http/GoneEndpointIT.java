package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.upstream.UpstreamSettings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What goes on with endpoints that are gone. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class GoneEndpointIT {

    private static final String UPGRADE =
            "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private static ScriptedOrigin echo() {
        return new ScriptedOrigin((connection, _) -> {
            connection.readHead();
            connection.send(SWITCH);
            connection.in().transferTo(connection.socket().getOutputStream());
        });
    }

    private static TestGateway gateway(Duration goneTimeout, Endpoint... endpoints) {
        return TestGateway.start(
                TestGateway.snapshot(endpoints),
                settings -> settings.withUpstream(UpstreamSettings.DEFAULT.withGoneTimeout(goneTimeout)));
    }

    @Test
    void endsAnUpgradedConnectionThatOutlastsTheBound() throws Exception {
        try (ScriptedOrigin origin = echo();
                TestGateway gateway = gateway(Duration.ofMillis(1), origin.endpoint());
                RawExchange client = gateway.client()) {
            assertThat(client.send(UPGRADE).readHead().status()).isEqualTo(101);
            assertThat(client.send("ping").readText(4)).isEqualTo("ping");
            origin.endpoint().markRemoved();
            assertThat(client.closed()).isTrue();
            assertThat(gateway.awaitEnded().status()).isEqualTo(101);
        }
    }

    @Test
    void cutsOffAResponseThatOutlastsTheBound() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.read();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                    connection.closed();
                });
                TestGateway gateway = gateway(Duration.ofMillis(1), origin.endpoint());
                RawExchange client = gateway.client()) {
            assertThat(client.send(GET).readHead().status()).isEqualTo(200);
            assertThat(client.readText(4)).isEqualTo("half");
            origin.endpoint().markRemoved();
            assertThat(client.closed()).isTrue();
            assertThat(gateway.awaitEnded().failure()).hasToString("ENDPOINT_GONE");
        }
    }

    /** What was not answered by then may have another endpoint. */
    @Test
    void asksAnotherEndpointWhenTheOneThatIsGoneNeverAnswers() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (ScriptedOrigin silent = new ScriptedOrigin((connection, _) -> {
                    connection.read();
                    asked.countDown();
                    connection.closed();
                });
                ScriptedOrigin other = ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                TestGateway gateway = gateway(Duration.ofMillis(1), silent.endpoint(), other.endpoint());
                RawExchange client = gateway.client()) {
            client.send(GET);
            asked.await();
            silent.endpoint().markRemoved();
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    void leavesThemAloneWithoutABound() throws Exception {
        try (ScriptedOrigin origin = echo();
                ScriptedOrigin witness = echo();
                TestGateway bounded = gateway(Duration.ofMillis(1), witness.endpoint());
                TestGateway gateway = gateway(Duration.ZERO, origin.endpoint());
                RawExchange ended = bounded.client();
                RawExchange client = gateway.client()) {
            assertThat(client.send(UPGRADE).readHead().status()).isEqualTo(101);
            assertThat(ended.send(UPGRADE).readHead().status()).isEqualTo(101);
            origin.endpoint().markRemoved();
            witness.endpoint().markRemoved();
            assertThat(ended.closed()).isTrue();
            assertThat(client.send("ping").readText(4)).isEqualTo("ping");
        }
    }
}
