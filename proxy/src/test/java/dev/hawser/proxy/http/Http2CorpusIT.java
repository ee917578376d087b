package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.RawExchange.Message;
import dev.hawser.testing.Http2Answer;
import dev.hawser.testing.Http2Field;
import dev.hawser.testing.RawHttp2Client;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Nothing that HTTP/2 can carry, and HTTP/1.1 cannot, comes through to an origin of HTTP/1.1. */
class Http2CorpusIT {

    private static final List<Http2Field> PROBE = List.of(
            new Http2Field(":method", "GET"),
            new Http2Field(":scheme", "http"),
            new Http2Field(":path", "/probe"),
            new Http2Field(":authority", "probe"));

    @Test
    void requestsAreForwardedOrRefused() throws Exception {
        List<Http2Case> cases = Http2Case.readAll();
        assertThat(cases).hasSizeGreaterThan(120);
        SoftAssertions softly = new SoftAssertions();
        try (RecordingOrigin origin = new RecordingOrigin();
                TestGateway gateway = TestGateway.start(
                        TestGateway.snapshot(
                                UnaryOperator.identity(),
                                route -> route.preserveHost(true),
                                TestGateway.inOrder(origin.endpoint())),
                        settings -> settings.withListen(ListenAddress.parseAll("listen", "127.0.0.1:0 http2")))) {
            for (Http2Case one : cases) {
                softly.assertThatCode(() -> run(gateway, origin, one))
                        .as("%s", one)
                        .doesNotThrowAnyException();
                origin.whole().clear();
                origin.takeOctets();
            }
        }
        softly.assertAll();
    }

    private static void run(TestGateway gateway, RecordingOrigin origin, Http2Case one) throws Exception {
        try (RawHttp2Client client = RawHttp2Client.connect(gateway.address())) {
            Http2Answer answer = client.await(send(client, one));
            if (one.outcome().equals("refused") || one.outcome().equals("cut")) {
                assertThat(answer.outcome()).isIn("reset PROTOCOL_ERROR", "400");
            } else {
                assertThat(answer.outcome()).isEqualTo(one.outcome());
            }
            assertThat(client.await(client.request(PROBE)).outcome())
                    .as("the next request of the connection")
                    .isEqualTo("200");
        }
        Message first = next(origin);
        if (one.outcome().equals("200")) {
            for (String check : one.checks()) {
                check(first, check);
            }
            first = next(origin);
        }
        assertThat(first.firstLine()).isEqualTo("GET /probe HTTP/1.1");
        assertThat(origin.whole()).as("further requests").isEmpty();
        if (one.outcome().equals("refused")) {
            assertThat(origin.takeOctets())
                    .startsWith("GET /probe HTTP/1.1\r\n")
                    .hasLineCount(linesOf(first));
        }
    }

    private static int linesOf(Message message) {
        return 1 + message.fields().size() + 1;
    }

    private static Message next(RecordingOrigin origin) throws InterruptedException {
        Message next = origin.whole().poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("the origin received no further request");
        }
        return next;
    }

    private static int send(RawHttp2Client client, Http2Case one) {
        if (one.content().isEmpty() && one.trailers().isEmpty()) {
            return client.request(one.head());
        }
        int stream = client.open(one.head());
        Iterator<String> pieces = one.content().iterator();
        while (pieces.hasNext()) {
            String piece = pieces.next();
            if (pieces.hasNext() || !one.trailers().isEmpty()) {
                client.data(stream, piece);
            } else {
                client.end(stream, piece);
            }
        }
        if (!one.trailers().isEmpty()) {
            client.trailers(stream, one.trailers());
        }
        return stream;
    }

    private static void check(Message message, String check) {
        if (check.endsWith(" HTTP/1.1")) {
            assertThat(message.firstLine()).isEqualTo(check);
        } else if (check.startsWith("body ")) {
            assertThat(message.body()).isEqualTo(check.substring(5));
        } else if (check.startsWith("!")) {
            assertThat(message.has(check.substring(1))).as(check).isFalse();
        } else {
            String[] field = check.split(": ", 2);
            assertThat(message.all(field[0])).as(check).containsExactly(field[1].trim());
        }
    }
}
