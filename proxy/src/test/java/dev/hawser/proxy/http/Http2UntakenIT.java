package dev.hawser.proxy.http;

import static dev.hawser.proxy.http.Http2Client.DATA;
import static dev.hawser.proxy.http.Http2Client.GOAWAY;
import static dev.hawser.proxy.http.Http2Client.HEADERS;
import static dev.hawser.proxy.http.Http2Client.PING;
import static dev.hawser.proxy.http.Http2Client.RST_STREAM;
import static dev.hawser.proxy.http.Http2Client.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.Http2Client.Frame;
import dev.hawser.proxy.http.exchange.ExchangeSettings;
import dev.hawser.proxy.http.exchange.Phase;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Whole responses that wait for clients to take them: they are held for so long only, and not for nothing. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class Http2UntakenIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole";

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(500);

    private static TestGateway gateway(ScriptedOrigin origin, UnaryOperator<ExchangeSettings> change) {
        return TestGateway.start(
                TestGateway.snapshot(origin.endpoint()),
                settings ->
                        settings.withListen(List.of(Http2IT.PLAIN)).withExchange(change.apply(settings.exchange())));
    }

    /** Gives streams no window (RFC 9113 section 6.5.2). */
    private static Http2Client withoutWindow(TestGateway gateway) throws IOException {
        return Http2Client.connect(gateway.address())
                .send(SETTINGS, 0, 0, new byte[] {0, Http2Client.INITIAL_WINDOW_SIZE, 0, 0, 0, 0});
    }

    private static int error(Http2Error error) {
        return (int) error.code();
    }

    @Test
    void aWholeResponseThatIsNotTakenResetsItsStream() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = gateway(origin, settings -> settings.withTimeouts(MINUTE, SHORT, MINUTE, SHORT));
                Http2Client client = withoutWindow(gateway)) {
            client.get(1, "/");
            assertThat(client.await(HEADERS).fields()).startsWith(":status=200");
            assertThat(gateway.awaitEnded().phase()).isEqualTo(Phase.COMPLETED);
            Frame reset = client.await(RST_STREAM);
            assertThat(reset.stream()).isEqualTo(1);
            assertThat(reset.error()).isEqualTo(error(Http2Error.INTERNAL_ERROR));
            // Nothing of it is left: room comes too late.
            client.window(1, 100).send(PING, 0, 0, new byte[8]);
            for (Frame next = client.next(); next != null && next.type() != PING; next = client.next()) {
                assertThat(next.type()).isNotEqualTo(DATA);
            }
        }
    }

    /** RFC 9113 section 5.4.2. */
    @Test
    void aResetIsNotAnsweredByAReset() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = gateway(origin, UnaryOperator.identity());
                Http2Client client = withoutWindow(gateway)) {
            client.get(1, "/");
            assertThat(client.await(HEADERS).fields()).startsWith(":status=200");
            assertThat(gateway.awaitEnded().phase()).isEqualTo(Phase.COMPLETED);
            client.send(RST_STREAM, 0, 1, new byte[] {0, 0, 0, (byte) error(Http2Error.CANCEL)});
            // An answer may come behind what is answered in the same turn.
            for (int turn = 0; turn < 2; turn++) {
                client.send(PING, 0, 0, new byte[8]);
                for (Frame next = client.next(); next != null && next.type() != PING; next = client.next()) {
                    assertThat(next.type()).isNotEqualTo(RST_STREAM);
                }
            }
        }
    }

    /** RFC 9113 section 8.1: NO_ERROR is for responses that are complete. */
    @Test
    void aResponseThatIsNotTakenIsNoCompleteOneThoughItsRequestGoesOn() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.readHead();
                    connection.send(OK);
                });
                TestGateway gateway = gateway(origin, settings -> settings.withTimeouts(MINUTE, SHORT, MINUTE, SHORT));
                Http2Client client = withoutWindow(gateway)) {
            client.post(1, "");
            assertThat(client.await(HEADERS).fields()).startsWith(":status=200");
            assertThat(client.await(RST_STREAM).error()).isEqualTo(error(Http2Error.INTERNAL_ERROR));
        }
    }

    /** The time between requests is none of a stream's: what it is given it may take as slowly as anything. */
    @Test
    void aWholeResponseMayBeTakenForLongerThanAConnectionMayBeIdle() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway =
                        gateway(origin, settings -> settings.withTimeouts(MINUTE, SHORT, MINUTE, MINUTE));
                Http2Client client = withoutWindow(gateway)) {
            client.get(1, "/");
            assertThat(gateway.awaitEnded().phase()).isEqualTo(Phase.COMPLETED);
            try (Http2Client idle = Http2Client.connect(gateway.address())) {
                // It came later, and is told to go when its time is over.
                idle.await(GOAWAY);
            }
            client.window(1, 100);
            assertThat(client.answer(1).body()).isEqualTo("whole");
        }
    }

    @Test
    void theTimeOfAStreamBeginsAnewWithWhatItTakes() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = gateway(
                        origin,
                        settings -> settings.withTimeouts(MINUTE, SHORT, MINUTE, SHORT)
                                .withMinRate(0));
                Http2Client client = withoutWindow(gateway)) {
            client.get(1, "/").get(3, "/");
            StringBuilder body = new StringBuilder();
            Frame frame = client.next();
            while (frame != null && frame.type() != RST_STREAM) {
                if (frame.type() == HEADERS && frame.stream() == 1) {
                    client.window(1, 1);
                } else if (frame.type() == DATA) {
                    assertThat(frame.stream()).isEqualTo(1);
                    body.append(frame.text());
                    client.window(1, 1);
                }
                frame = client.next();
            }
            assertThat(body).hasToString("whole");
            assertThat(frame).isNotNull().extracting(Frame::stream).isEqualTo(3);
        }
    }

    @Test
    void responsesThatAreNotTakenLeaveTheirStreamsToOthers() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway =
                        gateway(origin, settings -> settings.withTimeouts(MINUTE, MINUTE, MINUTE, SHORT));
                Http2Client client = withoutWindow(gateway)) {
            int stream = 1;
            for (int round = 0; round < 3; round++) {
                for (int n = 0; n < 128; n++) {
                    client.get(stream, "/");
                    stream += 2;
                }
                for (int n = 0; n < 128; n++) {
                    assertThat(client.await(RST_STREAM).error()).isEqualTo(error(Http2Error.INTERNAL_ERROR));
                }
            }
            client.get(stream, "/").window(stream, 5);
            assertThat(client.answer(stream).body()).isEqualTo("whole");
        }
    }

    @Test
    void aDrainedConnectionWaitsForWhatIsBeingTaken() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway =
                        gateway(origin, settings -> settings.withTimeouts(MINUTE, SHORT, MINUTE, MINUTE));
                Http2Client client = withoutWindow(gateway)) {
            client.get(1, "/");
            assertThat(gateway.awaitEnded().phase()).isEqualTo(Phase.COMPLETED);
            Thread closing = Thread.ofVirtual().start(() -> gateway.close(Duration.ofSeconds(20)));
            client.await(GOAWAY);
            client.send(PING, Http2Client.ACK, 0, client.await(PING).payload());
            client.await(GOAWAY);
            client.window(1, 100);
            assertThat(client.await(DATA).text()).isEqualTo("whole");
            assertThat(client.next()).isNull();
            closing.join();
        }
    }
}
