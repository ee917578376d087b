package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.RawExchange.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that go on with another protocol (RFC 9110 section 7.8), such as WebSocket (RFC 6455), become tunnels. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class UpgradeIT {

    private static final String UPGRADE = "GET /chat HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    private static final String SWITCH = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    private final BlockingQueue<Message> seen = new LinkedBlockingQueue<>();

    private ScriptedOrigin echo() {
        return new ScriptedOrigin((connection, _) -> {
            seen.add(connection.readHead());
            connection.send(SWITCH + "early");
            connection.in().transferTo(connection.socket().getOutputStream());
        });
    }

    @Test
    void tunnelsBytesBothWays() throws Exception {
        try (ScriptedOrigin origin = echo();
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send(UPGRADE);
            Message response = client.readHead();
            assertThat(response.status()).isEqualTo(101);
            assertThat(response.field("Upgrade")).isEqualTo("websocket");
            assertThat(response.field("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(seen.take().field("Sec-WebSocket-Key")).isEqualTo("dGhlIHNhbXBsZSBub25jZQ==");
            assertThat(client.readText(5)).isEqualTo("early");
            String text = "not HTTP at all\r\n\r\n".repeat(10_000);
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    client.send(text);
                } catch (IOException _) {
                    // Shows in what comes back.
                }
            });
            assertThat(client.readText(text.length())).isEqualTo(text);
            sender.join();
        }
    }

    @Test
    void endsTheTunnelWhenTheEndpointDoes() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.readHead();
                    connection.send(SWITCH + "bye");
                });
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send(UPGRADE).readHead();
            assertThat(client.readText(3)).isEqualTo("bye");
            assertThat(client.closed()).isTrue();
            assertThat(gateway.awaitEnded().status()).isEqualTo(101);
        }
    }

    @Test
    void passesOnThatTheClientEndedAndGoesOnWithTheAnswer() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.readHead();
                    connection.send(SWITCH);
                    String all = new String(connection.in().readAllBytes(), StandardCharsets.ISO_8859_1);
                    connection.send("got " + all.length());
                });
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send(UPGRADE).readHead();
            client.send("x".repeat(300_000));
            client.socket().shutdownOutput();
            assertThat(client.readText(10)).isEqualTo("got 300000");
            assertThat(client.closed()).isTrue();
            assertThat(gateway.awaitEnded().status()).isEqualTo(101);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tcp, tcp",
        "SPDY/3.1, SPDY/3.1",
        "'websocket, h2c', websocket",
        "'h2c,WebSocket , chat/1', 'WebSocket, chat/1'",
    })
    void passesEveryProtocolButOtherHttp(String offered, String passed) throws Exception {
        try (ScriptedOrigin origin = echo();
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send(offering(offered));
            Message request = seen.take();
            assertThat(request.field("Upgrade")).isEqualTo(passed);
            assertThat(request.field("Connection")).isEqualTo("upgrade");
        }
    }

    /** RFC 9113 section 3.1 and RFC 2817: these would carry requests past the gateway. */
    @ParameterizedTest
    @ValueSource(strings = {"h2c", "H2C", "h2", "HTTP/2.0", "TLS/1.0", "h2c, http/2", "not a protocol", ","})
    void offersNoOtherHttp(String offered) throws Exception {
        try (ScriptedOrigin origin = echo();
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send(offering(offered));
            Message request = seen.take();
            assertThat(request.has("Upgrade")).isFalse();
            assertThat(request.has("HTTP2-Settings")).isFalse();
            assertThat(client.read().status()).isEqualTo(502);
        }
    }

    @Test
    void tellsTheProtocolThatTheEndpointChose() throws Exception {
        String answer = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: CHAT/1\r\n\r\n";
        try (ScriptedOrigin origin = ScriptedOrigin.answering(answer);
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            Message response = client.send(offering("websocket, chat/1")).readHead();
            assertThat(response.status()).isEqualTo(101);
            assertThat(response.field("Upgrade")).isEqualTo("CHAT/1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade: chat/2\r\n", "Upgrade: websocket, chat/2\r\n", ""})
    void refusesASwitchToWhatWasNotOffered(String upgrade) throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(
                        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n" + upgrade + "\r\n");
                TestGateway gateway = TestGateway.to(origin.endpoint())) {
            assertThat(gateway.exchange(UPGRADE).status()).isEqualTo(502);
        }
    }

    /** RFC 9110 section 7.8: the server must have the whole request first. */
    @Test
    void switchesBehindTheBodyOfTheRequest() throws Exception {
        String body = "x".repeat(100_000);
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    seen.add(connection.read());
                    connection.send(SWITCH);
                    connection.in().transferTo(connection.socket().getOutputStream());
                });
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: websocket\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body + "early");
            assertThat(client.readHead().status()).isEqualTo(101);
            assertThat(client.readText(5)).isEqualTo("early");
            assertThat(seen.take().body()).isEqualTo(body);
        }
    }

    @Test
    void refusesASwitchBeforeTheRequestEnded() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.readHead();
                    connection.send(SWITCH);
                    connection.closed();
                });
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
                    + "Content-Length: 10\r\n\r\nhalf");
            assertThat(client.read().status()).isEqualTo(502);
        }
    }

    /** What a client sends early is not for an endpoint that may not switch. */
    @Test
    void holdsBackWhatComesEarly() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        BlockingQueue<Integer> early = new LinkedBlockingQueue<>();
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.readHead();
                    go.await();
                    early.add(connection.in().available());
                    connection.send(SWITCH);
                    connection.in().transferTo(connection.socket().getOutputStream());
                });
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client();
                RawExchange other = gateway.client()) {
            client.send(UPGRADE + "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n");
            // One loop: when this was answered, what came before it was handled.
            assertThat(other.send("FOO\r\n\r\n").read().status()).isEqualTo(400);
            go.countDown();
            assertThat(early.take()).isZero();
            assertThat(client.readHead().status()).isEqualTo(101);
            assertThat(client.readText(13)).isEqualTo("GET /smuggled");
        }
    }

    @Test
    void offersNothingForAClientOfHttp10() throws Exception {
        try (ScriptedOrigin origin = echo();
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send(UPGRADE.replace("HTTP/1.1", "HTTP/1.0"));
            assertThat(seen.take().has("Upgrade")).isFalse();
        }
    }

    private static String offering(String protocols) {
        return "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: " + protocols
                + "\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n";
    }

    @Test
    void endsTheTunnelWhenTheClientDoes() throws Exception {
        BlockingQueue<Boolean> closed = new LinkedBlockingQueue<>();
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.readHead();
                    connection.send(SWITCH);
                    closed.add(connection.closed());
                });
                TestGateway gateway = TestGateway.to(origin.endpoint())) {
            try (RawExchange client = gateway.client()) {
                assertThat(client.send(UPGRADE).readHead().status()).isEqualTo(101);
            }
            assertThat(closed.take()).isTrue();
        }
    }

    @Test
    void passesARefusalOfTheUpgrade() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering("HTTP/1.1 426 No\r\nContent-Length: 0\r\n\r\n");
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            assertThat(client.send(UPGRADE).read().status()).isEqualTo(426);
            assertThat(client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").read().status())
                    .isEqualTo(426);
        }
    }

    /** RFC 9110 section 7.8: a server switches only to what the client asked for. */
    @Test
    void refusesASwitchThatNobodyAskedFor() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(SWITCH);
                TestGateway gateway = TestGateway.to(origin.endpoint())) {
            assertThat(gateway.exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\n").status())
                    .isEqualTo(502);
        }
    }
}
