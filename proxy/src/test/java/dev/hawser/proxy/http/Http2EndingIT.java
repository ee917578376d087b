package dev.hawser.proxy.http;

import static dev.hawser.proxy.http.Http2Client.DATA;
import static dev.hawser.proxy.http.Http2Client.END_HEADERS;
import static dev.hawser.proxy.http.Http2Client.END_STREAM;
import static dev.hawser.proxy.http.Http2Client.GOAWAY;
import static dev.hawser.proxy.http.Http2Client.HEADERS;
import static dev.hawser.proxy.http.Http2Client.PING;
import static dev.hawser.proxy.http.Http2Client.RST_STREAM;
import static dev.hawser.proxy.http.Http2Client.block;
import static dev.hawser.proxy.http.Http2Client.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.Http2Client.Answer;
import dev.hawser.proxy.http.Http2Client.Frame;
import dev.hawser.proxy.http.exchange.ExchangeSettings;
import dev.hawser.proxy.http.exchange.Phase;
import dev.hawser.proxy.http.exchange.ProxyFailure;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How streams and connections end, in order and out of it. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class Http2EndingIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static TestGateway gateway(ScriptedOrigin origin, UnaryOperator<ExchangeSettings> change) {
        return TestGateway.start(
                TestGateway.snapshot(origin.endpoint()),
                settings ->
                        settings.withListen(List.of(Http2IT.PLAIN)).withExchange(change.apply(settings.exchange())));
    }

    private static int code(Http2Error error) {
        return (int) error.code();
    }

    /** RFC 9113 sections 8.1.1 to 8.3.1: that stream, and no other. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ":method=GET&:scheme=http&:authority=h&:path=/&A=b",
                ":method=GET&:scheme=http&:authority=h&:path=/&connection=close",
                ":method=GET&:scheme=http&:authority=h&:path=/&transfer-encoding=chunked",
                ":method=GET&:scheme=http&:authority=h&:path=/&a=b\r\nc: d",
                ":method=GET&:scheme=http&:authority=h",
                ":method=POST&:scheme=http&:authority=h&:path=/&content-length=1",
            })
    void aMalformedRequestResetsItsStreamAlone(String block) throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = Http2IT.gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.send(HEADERS, END_HEADERS | END_STREAM, 1, block(block));
            assertThat(client.answer(1).fields()).isEqualTo("reset " + code(Http2Error.PROTOCOL_ERROR));
            assertThat(client.get(3, "/").answer(3).body()).isEqualTo("ok");
            assertThat(origin.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, :authority=a b&:path=/",
        "400, :authority=h&:path=/ HTTP/1.1",
        "405, :authority=h&:path=/&:method=TRACE",
    })
    void whatTheOtherVersionRefusesIsAnswered(String status, String more) throws Exception {
        String method = more.contains(":method") ? "" : ":method=GET&";
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = Http2IT.gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.send(HEADERS, END_HEADERS | END_STREAM, 1, block(method + ":scheme=http&" + more));
            assertThat(client.answer(1).status()).isEqualTo(status);
            assertThat(client.get(3, "/").answer(3).body()).isEqualTo("ok");
        }
    }

    /** RFC 9113 section 8.1.1: content would be malformed. */
    @ParameterizedTest
    @CsvSource({"400, :authority=a b&:path=/", "413, :authority=h&:path=/&content-length=11", "414, :authority=h&:path="
    })
    void aHeadThatIsRefusedIsAnsweredWithAHeadAlone(String status, String more) throws Exception {
        String filling = more.endsWith("=") ? "/" + "a".repeat(9000) : "";
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = gateway(origin, settings -> settings.withMaxBodyBytes(10));
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.send(HEADERS, END_HEADERS, 1, block(":method=HEAD&:scheme=http&" + more + filling));
            Frame head = client.await(HEADERS);
            assertThat(head.fields()).startsWith(":status=" + status).contains("&content-length=");
            assertThat(head.endsStream()).isTrue();
        }
    }

    @Test
    void aHeadBeyondTheLimitIsAnswered() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = Http2IT.gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(client.get(1, "/" + "a".repeat(9000)).answer(1).status()).isEqualTo("414");
            assertThat(client.get(3, "/").answer(3).body()).isEqualTo("ok");
        }
    }

    @Test
    void aBodyThatDisagreesWithItsLengthResetsItsStream() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = Http2IT.gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.post(1, "&content-length=3").data(1, END_STREAM, "1234");
            assertThat(client.answer(1).fields()).isEqualTo("reset " + code(Http2Error.PROTOCOL_ERROR));
            client.post(3, "&content-length=3").data(3, END_STREAM, "12");
            assertThat(client.answer(3).fields()).isEqualTo("reset " + code(Http2Error.PROTOCOL_ERROR));
            assertThat(client.get(5, "/").answer(5).body()).isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"&content-length=11", ""})
    void aBodyBeyondTheLimitIsAnswered(String length) throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> connection.read());
                TestGateway gateway = gateway(origin, settings -> settings.withMaxBodyBytes(10));
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.post(1, length).data(1, 0, "12345678901");
            assertThat(client.answer(1).status()).isEqualTo("413");
            assertThat(client.await(RST_STREAM).error()).isEqualTo(code(Http2Error.NO_ERROR));
        }
    }

    /** RFC 9113 section 8.1. */
    @Test
    void aClientWhoseRequestGoesOnAfterTheResponseIsAskedToStop() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.readHead();
                    connection.send(OK);
                });
                TestGateway gateway = Http2IT.gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.post(1, "");
            assertThat(client.answer(1).body()).isEqualTo("ok");
            Frame reset = client.await(RST_STREAM);
            assertThat(reset.error()).isEqualTo(code(Http2Error.NO_ERROR));
            // What it sent before it heard of it is no offence.
            client.data(1, 0, "more").data(1, END_STREAM, "and more");
            client.send(PING, 0, 0, new byte[8]);
            Frame next = client.next();
            while (next != null && next.type() == Http2Client.WINDOW_UPDATE) {
                next = client.next();
            }
            assertThat(next).extracting(Frame::type).isEqualTo(PING);
        }
    }

    @Test
    void aClientThatTakesARequestBackEndsItsExchange() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch reached = new CountDownLatch(1);
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.read();
                    reached.countDown();
                    if (connection.closed()) {
                        closed.countDown();
                    }
                });
                TestGateway gateway = Http2IT.gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.get(1, "/");
            assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
            client.send(RST_STREAM, 0, 1, number(code(Http2Error.CANCEL)));
            assertThat(gateway.awaitEnded().failure()).isEqualTo(ProxyFailure.CLIENT_GONE);
            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aResponseThatIsCutOffResetsItsStream() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, number) -> {
                    connection.read();
                    connection.send(number == 1 ? "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart" : OK);
                });
                TestGateway gateway = Http2IT.gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            Answer answer = client.get(1, "/").answer(1);
            assertThat(answer.fields()).isEqualTo("reset " + code(Http2Error.INTERNAL_ERROR));
            assertThat(client.get(3, "/").answer(3).body()).isEqualTo("ok");
        }
    }

    @Test
    void drainingLetsStreamsFinishAndThenCloses() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch leaving = new CountDownLatch(1);
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, number) -> {
                    connection.read();
                    if (number == 1) {
                        reached.countDown();
                        leaving.await();
                    }
                    connection.send(OK);
                });
                TestGateway gateway = Http2IT.gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.get(1, "/");
            assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
            Thread closing = Thread.ofVirtual().start(() -> gateway.close(Duration.ofSeconds(20)));
            Frame ahead = client.await(GOAWAY);
            assertThat(ahead.lastStream()).isEqualTo(Integer.MAX_VALUE);
            assertThat(ahead.error()).isEqualTo(code(Http2Error.NO_ERROR));
            Frame ping = client.await(PING);
            // On its way before the client heard of it.
            client.get(3, "/");
            client.send(PING, Http2Client.ACK, 0, ping.payload());
            Frame last = client.await(GOAWAY);
            assertThat(last.lastStream()).isEqualTo(3);
            client.get(5, "/");
            leaving.countDown();
            String bodies = "";
            for (Frame frame = client.next(); frame != null; frame = client.next()) {
                if (frame.stream() == 5) {
                    assertThat(frame.type()).isEqualTo(RST_STREAM);
                    assertThat(frame.error()).isEqualTo(code(Http2Error.REFUSED_STREAM));
                }
                bodies += frame.type() == DATA ? frame.text() : "";
            }
            assertThat(bodies).isEqualTo("okok");
            closing.join();
            assertThat(gateway.awaitEnded().phase()).isEqualTo(Phase.COMPLETED);
            assertThat(gateway.awaitEnded().phase()).isEqualTo(Phase.COMPLETED);
        }
    }

    /** The round trip that is waited for may never end, whatever is begun meanwhile. */
    @Test
    void drainingClosesAConnectionThatDoesNotAnswer() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = Http2IT.gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(client.get(1, "/").answer(1).body()).isEqualTo("ok");
            Thread closing = Thread.ofVirtual().start(() -> gateway.close(Duration.ofSeconds(60)));
            assertThat(client.await(GOAWAY).lastStream()).isEqualTo(Integer.MAX_VALUE);
            assertThat(client.get(3, "/").answer(3).body()).isEqualTo("ok");
            assertThat(client.await(GOAWAY).lastStream()).isEqualTo(3);
            assertThat(client.next()).isNull();
            closing.join();
        }
    }

    /** RFC 9113 section 6.8: they are on their way, and the client has to learn that from the GOAWAY. */
    @Test
    void whatFollowsOnStreamsBehindTheLastOneIsIgnored() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch leaving = new CountDownLatch(1);
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.readHead();
                    reached.countDown();
                    leaving.await();
                    connection.send(OK);
                });
                TestGateway gateway = Http2IT.gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.get(1, "/");
            assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
            Thread closing = Thread.ofVirtual().start(() -> gateway.close(Duration.ofSeconds(20)));
            client.send(PING, Http2Client.ACK, 0, client.await(PING).payload());
            assertThat(client.await(GOAWAY).lastStream()).isEqualTo(1);
            client.post(3, "").window(3, 1);
            // More than the window of the connection, which is given back.
            for (int n = 0; n < 600; n++) {
                client.send(DATA, 0, 3, new byte[16384]);
            }
            client.send(RST_STREAM, 0, 3, number(code(Http2Error.CANCEL)));
            client.post(5, "").data(5, END_STREAM, "body");
            client.send(PING, 0, 0, new byte[8]);
            for (Frame frame = client.next(); frame != null && frame.type() != PING; frame = client.next()) {
                assertThat(frame.type()).isEqualTo(Http2Client.WINDOW_UPDATE);
                assertThat(frame.stream()).isZero();
            }
            leaving.countDown();
            assertThat(client.answer(1).body()).isEqualTo("ok");
            assertThat(client.next()).isNull();
            closing.join();
        }
    }

    @Test
    void drainingClosesIdleConnections() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = Http2IT.gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address());
                RawExchange silent = gateway.client()) {
            assertThat(client.get(1, "/").answer(1).body()).isEqualTo("ok");
            gateway.close(Duration.ofSeconds(20));
            assertThat(client.await(GOAWAY).lastStream()).isEqualTo(Integer.MAX_VALUE);
            assertThat(client.await(GOAWAY).lastStream()).isEqualTo(1);
            assertThat(client.next()).isNull();
            assertThat(silent.closed()).isTrue();
        }
    }

    @Test
    void anIdleConnectionIsTakenLeaveOf() throws Exception {
        Duration minute = Duration.ofMinutes(1);
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = gateway(
                        origin, settings -> settings.withTimeouts(minute, Duration.ofMillis(200), minute, minute));
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(client.get(1, "/").answer(1).body()).isEqualTo("ok");
            assertThat(client.await(GOAWAY).error()).isEqualTo(code(Http2Error.NO_ERROR));
            assertThat(client.next()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PRI * HT", Http2Client.PREFACE})
    void aConnectionThatDoesNotBeginIsClosed(String begin) throws Exception {
        Duration minute = Duration.ofMinutes(1);
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = gateway(
                        origin, settings -> settings.withTimeouts(Duration.ofMillis(200), minute, minute, minute));
                Http2Client client = new Http2Client(gateway.client().socket())) {
            client.send(begin);
            Frame frame = client.next();
            while (frame != null) {
                frame = client.next();
            }
            assertThat(frame).isNull();
        }
    }
}
