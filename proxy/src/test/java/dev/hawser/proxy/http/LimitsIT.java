package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.proxy.http.RawExchange.Message;
import dev.hawser.proxy.http.codec.HeadLimits;
import dev.hawser.proxy.http.exchange.ExchangeSettings;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each limit answers with its own status. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class LimitsIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration NEVER = Duration.ofMinutes(10);

    private static TestGateway gateway(ScriptedOrigin origin, ExchangeSettings settings) {
        return TestGateway.start(TestGateway.snapshot(origin.endpoint()), gateway -> gateway.withExchange(settings));
    }

    @Test
    void headLimitsAreSettings() throws Exception {
        ExchangeSettings settings = ExchangeSettings.DEFAULT.withLimits(new HeadLimits(40, 100, 3));
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = gateway(origin, settings)) {
            assertThat(status(gateway, "GET /" + "a".repeat(26) + " HTTP/1.1\r\nHost: h\r\n\r\n"))
                    .isEqualTo(200);
            assertThat(status(gateway, "GET /" + "a".repeat(27) + " HTTP/1.1\r\nHost: h\r\n\r\n"))
                    .isEqualTo(414);
            assertThat(status(gateway, "GET / HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(100) + "\r\n\r\n"))
                    .isEqualTo(431);
            assertThat(status(gateway, "GET / HTTP/1.1\r\nHost: h\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n"))
                    .isEqualTo(431);
        }
    }

    private static int status(TestGateway gateway, String request) throws Exception {
        return gateway.exchange(request).status();
    }

    /** RFC 9110 section 15.5.14. */
    @Test
    void bodiesThatAreTooLongAreRefused() throws Exception {
        ExchangeSettings settings = ExchangeSettings.DEFAULT.withMaxBodyBytes(5);
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = gateway(origin, settings)) {
            String post = "POST / HTTP/1.1\r\nHost: h\r\n";
            assertThat(status(gateway, post + "Content-Length: 5\r\n\r\nabcde")).isEqualTo(200);
            assertThat(status(gateway, post + "Content-Length: 6\r\n\r\nabcdef"))
                    .isEqualTo(413);
            try (RawExchange client = gateway.client()) {
                client.send(post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\nabc\r\n0\r\n\r\n");
                Message response = client.read();
                assertThat(response.status()).isEqualTo(413);
                assertThat(response.field("Connection")).isEqualTo("close");
                assertThat(client.closed()).isTrue();
            }
        }
    }

    /** RFC 9110 section 15.5.9. */
    @Test
    void headsThatDoNotEndAreAnsweredAndIdleConnectionsAreNot() throws Exception {
        ExchangeSettings settings = ExchangeSettings.DEFAULT.withTimeouts(SOON, NEVER, NEVER, NEVER);
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = gateway(origin, settings)) {
            assertThat(status(gateway, "GET / HTTP/1.1\r\nHost")).isEqualTo(408);
            try (RawExchange client = gateway.client()) {
                assertThat(client.closed()).isTrue();
            }
            try (RawExchange client = gateway.client()) {
                String get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
                assertThat(client.send(get + "GET /").read().status()).isEqualTo(200);
                assertThat(client.read().status()).isEqualTo(408);
                assertThat(client.closed()).isTrue();
            }
        }
    }

    @Test
    void idleConnectionsAreClosedAfterTheirTime() throws Exception {
        ExchangeSettings settings = ExchangeSettings.DEFAULT.withTimeouts(NEVER, SOON, NEVER, NEVER);
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = gateway(origin, settings);
                RawExchange client = gateway.client()) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").read().status())
                    .isEqualTo(200);
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void bodiesThatDoNotComeAreAnswered() throws Exception {
        ExchangeSettings settings = ExchangeSettings.DEFAULT.withTimeouts(NEVER, NEVER, SOON, NEVER);
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = gateway(origin, settings)) {
            assertThat(status(gateway, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nabc"))
                    .isEqualTo(408);
        }
    }

    /** Each octet comes in time, all of them do not. */
    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: h\r\nX: ", "GET /"})
    void headsThatComeOctetByOctetAreAnswered(String begin) throws Exception {
        ExchangeSettings settings = ExchangeSettings.DEFAULT.withTimeouts(SOON, NEVER, NEVER, NEVER);
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = gateway(origin, settings);
                RawExchange client = gateway.client()) {
            client.send(begin);
            assertThat(readWhileTrickling(client, "x").status()).isEqualTo(408);
        }
    }

    @ParameterizedTest
    @CsvSource({"Content-Length: 100000, x", "Transfer-Encoding: chunked, '1\r\nx\r\n'"})
    void bodiesThatComeOctetByOctetAreAnswered(String framing, String piece) throws Exception {
        ExchangeSettings settings =
                ExchangeSettings.DEFAULT.withTimeouts(NEVER, NEVER, SOON, NEVER).withMinRate(100_000);
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = gateway(origin, settings);
                RawExchange client = gateway.client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\n" + framing + "\r\n\r\n");
            assertThat(readWhileTrickling(client, piece.translateEscapes()).status())
                    .isEqualTo(408);
            assertThat(gateway.awaitEnded().failure()).hasToString("CLIENT_TIMEOUT");
        }
    }

    /** A chunk's line that does not end moves nothing. */
    @Test
    void linesOfChunksThatComeOctetByOctetAreAnswered() throws Exception {
        ExchangeSettings settings =
                ExchangeSettings.DEFAULT.withTimeouts(NEVER, NEVER, SOON, NEVER).withMinRate(0);
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = gateway(origin, settings);
                RawExchange client = gateway.client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1;");
            assertThat(readWhileTrickling(client, "x").status()).isEqualTo(408);
        }
    }

    /** Sends a piece every 10 ms until a response comes. */
    private static Message readWhileTrickling(RawExchange client, String piece) throws Exception {
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    client.send(piece);
                    Thread.sleep(10);
                }
            } catch (IOException | InterruptedException _) {
                // The gateway closed the connection, or the response came.
            }
        });
        try {
            return client.read();
        } finally {
            sender.interrupt();
        }
    }

    @Test
    void readersThatTakeNothingAreCutOff() throws Exception {
        ExchangeSettings settings = ExchangeSettings.DEFAULT.withTimeouts(NEVER, NEVER, NEVER, SOON);
        try (ScriptedOrigin origin = endless();
                TestGateway gateway = gateway(origin, settings);
                RawExchange client = gateway.client()) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(gateway.awaitEnded().failure()).hasToString("CLIENT_TIMEOUT");
        }
    }

    /** Sending is no excuse for not reading. */
    @Test
    void readersThatTakeNothingAreCutOffWhileTheySend() throws Exception {
        ExchangeSettings settings =
                ExchangeSettings.DEFAULT.withTimeouts(NEVER, NEVER, NEVER, SOON).withMinRate(0);
        try (ScriptedOrigin origin = endless();
                TestGateway gateway = gateway(origin, settings);
                RawExchange client = gateway.client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n");
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        client.send("x");
                        Thread.sleep(10);
                    }
                } catch (IOException | InterruptedException _) {
                    // Cut off, or the test is over.
                }
            });
            assertThat(gateway.awaitEnded().failure()).hasToString("CLIENT_TIMEOUT");
            sender.interrupt();
        }
    }

    /** What the gateway answers itself must not pile up either. */
    @Test
    void readersThatTakeNothingOfManyResponsesAreCutOff() throws Exception {
        ExchangeSettings settings = ExchangeSettings.DEFAULT.withTimeouts(NEVER, NEVER, NEVER, SOON);
        byte[] requests = "GET / HTTP/1.1\r\nHost: h\r\n\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        try (TestGateway gateway = TestGateway.start(TestGateway.snapshot(_ -> null), to -> to.withExchange(settings));
                RawExchange client = gateway.client()) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            client.send(requests);
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
    }

    /** Sends a response without end as fast as it is taken. */
    private static ScriptedOrigin endless() {
        return new ScriptedOrigin((connection, _) -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n");
            byte[] piece = new byte[65536];
            while (true) {
                connection.send(piece);
            }
        });
    }
}
