package dev.hawser.proxy.http;

import static dev.hawser.proxy.http.Http2Client.END_HEADERS;
import static dev.hawser.proxy.http.Http2Client.END_STREAM;
import static dev.hawser.proxy.http.Http2Client.HEADERS;
import static dev.hawser.proxy.http.Http2Client.block;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.http.exchange.ExchangeSummary;
import dev.hawser.proxy.http.exchange.RefusedRequest;
import io.netty.handler.codec.http2.Http2Error;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of requests by HTTP/2 that break the rules: each of them once, with who is at fault. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class Http2RefusedIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private final CountDownLatch reached = new CountDownLatch(1);

    private TestGateway gateway(ScriptedOrigin origin) {
        return TestGateway.start(
                TestGateway.snapshot(origin.endpoint()),
                settings -> settings.withListen(List.of(Http2IT.PLAIN)).withObserver(new ExchangeObserver() {
                    @Override
                    public void refused(RefusedRequest request) {
                        assertThat(request.clientAddress()).isEqualTo("127.0.0.1");
                        assertThat(request.requestId()).hasSize(32);
                        told.add("refused " + request.failure() + " " + request.status());
                    }

                    @Override
                    public void ended(ExchangeSummary exchange) {
                        told.add("ended " + exchange.failure() + " " + exchange.reportedStatus());
                    }
                }));
    }

    private static String protocolError() {
        return "reset " + Http2Error.PROTOCOL_ERROR.code();
    }

    /** The line of the faulty one, and that of another one behind it, so that there are no more of the first. */
    private void assertTold(Http2Client client, int stream, String line) throws Exception {
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(line);
        assertThat(client.get(stream, "/").answer(stream).body()).isEqualTo("ok");
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("ended null 200");
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"&A=b", "&connection=close", "&a=b\r\nc: d", "&:path=/"})
    void aHeadThatIsMalformed(String more) throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(client.post(1, more).answer(1).fields()).isEqualTo(protocolError());
            assertTold(client, 3, "refused MALFORMED_REQUEST 400");
        }
    }

    @Test
    void aHeadThatIsAnswered() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(client.get(1, "/" + "a".repeat(9000)).answer(1).status()).isEqualTo("414");
            assertTold(client, 3, "refused REQUEST_LINE_TOO_LONG 414");
        }
    }

    /** The codec answers it before there is a stream. */
    @Test
    void aBlockOfFieldsBeyondTheLimit() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            // Each counts with 32 octets more than it has.
            String fields = "&a=b".repeat(1500);
            client.send(
                    HEADERS,
                    END_HEADERS | END_STREAM,
                    1,
                    block(":method=GET&:scheme=http&:authority=h&:path=/" + fields));
            assertThat(client.answer(1).status()).isEqualTo("431");
            assertTold(client, 3, "refused REQUEST_HEAD_TOO_LARGE 431");
        }
    }

    /** The endpoint has the head of a request, and waits for a body that never comes. */
    private ScriptedOrigin patient() {
        return new ScriptedOrigin((connection, _) -> {
            RawExchange.Message head = connection.readHead();
            if (head.firstLine().startsWith("POST")) {
                reached.countDown();
                connection.closed();
            } else {
                connection.send(OK);
            }
        });
    }

    /** Sends the head of a request, which is under way then. */
    private Http2Client begun(Http2Client client, String more) throws Exception {
        client.post(1, more);
        assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
        return client;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234", "12"})
    void aBodyThatDisagreesWithItsLength(String body) throws Exception {
        try (ScriptedOrigin origin = patient();
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            begun(client, "&content-length=3").data(1, END_STREAM, body);
            assertThat(client.answer(1).fields()).isEqualTo(protocolError());
            assertTold(client, 3, "ended MALFORMED_REQUEST 400");
        }
    }

    @Test
    void trailersThatAreMalformed() throws Exception {
        try (ScriptedOrigin origin = patient();
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            begun(client, "").send(HEADERS, END_HEADERS | END_STREAM, 1, block(":status=200"));
            assertThat(client.answer(1).fields()).isEqualTo(protocolError());
            assertTold(client, 3, "ended MALFORMED_REQUEST 400");
        }
    }

    /** RFC 9113 section 6.9.1: the codec finds it, and resets the stream. */
    @Test
    void aWindowThatOverflows() throws Exception {
        try (ScriptedOrigin origin = patient();
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            begun(client, "").window(1, Integer.MAX_VALUE);
            assertThat(client.answer(1).fields()).isEqualTo("reset " + Http2Error.FLOW_CONTROL_ERROR.code());
            assertTold(client, 3, "ended MALFORMED_REQUEST 400");
        }
    }

    /** Who leaves does so by the rules. */
    @Test
    void aRequestThatIsTakenBack() throws Exception {
        try (ScriptedOrigin origin = patient();
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            begun(client, "").send(Http2Client.RST_STREAM, 0, 1, Http2Client.number(8));
            assertTold(client, 3, "ended CLIENT_GONE 499");
        }
    }
}
