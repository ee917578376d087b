package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.RawExchange.Message;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** WebSocket connections (RFC 6455) become tunnels. */
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
