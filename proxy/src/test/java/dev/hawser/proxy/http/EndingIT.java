package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.RawExchange.Message;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges that end before both messages are complete. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class EndingIT {

    @Test
    void passesAnEarlyResponseAndClosesBothSides() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.readHead();
                    connection.send("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
                    assertThat(connection.closed()).isTrue();
                });
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n");
            Message response = client.read();
            assertThat(response.status()).isEqualTo(413);
            assertThat(response.body()).isEqualTo("no");
            assertThat(response.field("Connection")).isEqualTo("close");
            assertThat(client.closed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void cutsTheResponseOffWhenTheEndpointDoes(String method) throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.read();
                    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
                });
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send(method + " / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(gateway.awaitEnded().failure()).hasToString("RESPONSE_CUT_OFF");
        }
    }

    @Test
    void tellsAResponseThatPausesForTooLongFromOneThatNeverBegan() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.read();
                    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
                    connection.closed();
                });
                TestGateway gateway = TestGateway.start(TestGateway.snapshot(
                        service -> service.readTimeout(Duration.ofMillis(500)),
                        UnaryOperator.identity(),
                        TestGateway.inOrder(origin.endpoint())));
                RawExchange client = gateway.client()) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(gateway.awaitEnded().failure()).hasToString("RESPONSE_STALLED");
        }
    }

    @Test
    void cancelsTheRequestWhenTheClientLeaves() throws Exception {
        BlockingQueue<Message> received = new LinkedBlockingQueue<>();
        BlockingQueue<Boolean> closed = new LinkedBlockingQueue<>();
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    received.add(connection.read());
                    closed.add(connection.closed());
                });
                TestGateway gateway = TestGateway.to(origin.endpoint())) {
            try (RawExchange client = gateway.client()) {
                client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
                received.take();
            }
            assertThat(closed.take()).isTrue();
            assertThat(gateway.awaitEnded().failure()).hasToString("CLIENT_GONE");
        }
    }

    @Test
    void beginsNoRequestBehindAResponseThatWasCutOff() throws Exception {
        String get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, number) -> {
                    connection.read();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + (number == 1 ? 9 : 2) + "\r\n\r\nok");
                });
                TestGateway gateway = TestGateway.to(origin.endpoint())) {
            try (RawExchange client = gateway.client()) {
                client.send(get + get);
                assertThat(gateway.awaitEnded().failure()).hasToString("RESPONSE_CUT_OFF");
            }
            assertThat(gateway.exchange(get).status()).isEqualTo(200);
            assertThat(gateway.awaitEnded().status()).isEqualTo(200);
            assertThat(origin.connections()).isEqualTo(2);
        }
    }
}
