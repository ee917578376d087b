package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Protocol;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.Http2Origin.Call;
import dev.hawser.proxy.http.RawExchange.Message;
import dev.hawser.proxy.http.upstream.UpstreamSettings;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How streams and connections to endpoints of HTTP/2 end, and what flows until then; clients speak HTTP/1.1. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class Http2UpstreamEndsIT {

    private static final String GET = "GET /p?q HTTP/1.1\r\nHost: shop.example\r\n\r\n";
    private static final String POST =
            "POST /p HTTP/1.1\r\nHost: h\r\nContent-Type: application/grpc\r\nContent-Length: 4\r\n\r\nbody";
    private static final String CHUNKED = "POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static TestGateway gateway(UpstreamSettings upstream, Endpoint... endpoints) {
        return TestGateway.start(
                TestGateway.snapshot(
                        service -> service.protocol(Protocol.GRPC),
                        UnaryOperator.identity(),
                        TestGateway.inOrder(endpoints)),
                settings -> settings.withUpstream(upstream));
    }

    private static TestGateway to(Endpoint... endpoints) {
        return gateway(UpstreamSettings.DEFAULT, endpoints);
    }

    // Ends

    @Test
    void whatIsUnderWayWhenAnEndpointGoesAwayRunsToItsEnd() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = to(origin.endpoint());
                RawExchange one = gateway.client();
                RawExchange two = gateway.client()) {
            one.send(POST);
            Call first = origin.next();
            first.head("200").data("a").goAway();
            assertThat(one.readHead().status()).isEqualTo(200);
            two.send(POST);
            Call second = origin.next();
            assertThat(second.connection()).isNotEqualTo(first.connection());
            second.headAlone("200");
            assertThat(two.read().status()).isEqualTo(200);
            first.data("b").trailers("grpc-status", "0");
            assertThat(one.readText(19)).isEqualTo("1\r\na\r\n1\r\nb\r\n0\r\ngrpc");
            origin.awaitClosed(0);
            assertThat(gateway.failedTries()).isZero();
        }
    }

    /** RFC 9113 section 8.7: though it is a POST. */
    @Test
    void sendsAgainWhatAnEndpointThatGoesAwayDidNotLookAt() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = to(origin.endpoint());
                RawExchange one = gateway.client();
                RawExchange two = gateway.client()) {
            one.send(POST);
            Call first = origin.next();
            two.send(POST);
            Call second = origin.next();
            assertThat(second.body()).isEqualTo("body");
            first.goAwayAfter(3);
            Call again = origin.next();
            assertThat(again.body()).isEqualTo("body");
            assertThat(again.connection()).isNotEqualTo(first.connection());
            again.headAlone("200");
            assertThat(two.read().status()).isEqualTo(200);
            first.headAlone("200");
            assertThat(one.read().status()).isEqualTo(200);
            assertThat(gateway.failedTries()).isZero();
        }
    }

    @Test
    void sendsARefusedRequestAgainOnAnotherConnection() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = to(origin.endpoint());
                RawExchange one = gateway.client();
                RawExchange two = gateway.client()) {
            one.send(POST);
            Call first = origin.next();
            two.send(POST);
            origin.next().reset(Http2Error.REFUSED_STREAM);
            Call again = origin.next();
            assertThat(again.body()).isEqualTo("body");
            assertThat(again.connection()).isNotEqualTo(first.connection());
            again.headAlone("200");
            assertThat(two.read().status()).isEqualTo(200);
            first.headAlone("200");
            assertThat(one.read().status()).isEqualTo(200);
        }
    }

    @Test
    void aRefusalOnANewConnectionSaysNothingOfItsEndpoint() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                Http2Origin other = new Http2Origin();
                TestGateway gateway = to(origin.endpoint(), other.endpoint());
                RawExchange client = gateway.client()) {
            client.send(POST);
            origin.next().reset(Http2Error.REFUSED_STREAM);
            Call again = origin.next();
            assertThat(again.body()).isEqualTo("body");
            again.headAlone("200");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(gateway.failedTries()).isZero();
        }
    }

    @Test
    void anEndpointThatAlwaysRefusesIsGivenUp() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                Http2Origin other = new Http2Origin();
                TestGateway gateway = to(origin.endpoint(), other.endpoint());
                RawExchange client = gateway.client()) {
            client.send(POST);
            Call first = origin.next();
            first.reset(Http2Error.REFUSED_STREAM);
            Call second = origin.next();
            assertThat(second.connection()).isNotEqualTo(first.connection());
            second.reset(Http2Error.REFUSED_STREAM);
            Call call = other.next();
            assertThat(call.body()).isEqualTo("body");
            call.headAlone("200");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(origin.connections()).isEqualTo(2);
            assertThat(gateway.failedTries()).isEqualTo(1);
        }
    }

    @Test
    void aStreamThatIsResetBeforeTheHeadMayHaveHadItsEffect() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                Http2Origin other = new Http2Origin();
                TestGateway gateway = to(origin.endpoint(), other.endpoint());
                RawExchange client = gateway.client()) {
            client.send(POST);
            origin.next().reset(Http2Error.INTERNAL_ERROR);
            assertThat(client.read().status()).isEqualTo(502);
            assertThat(gateway.awaitEnded().failure()).hasToString("CONNECTION_LOST");
            client.send(GET);
            origin.next().reset(Http2Error.INTERNAL_ERROR);
            origin.next().reset(Http2Error.INTERNAL_ERROR);
            other.next().headAlone("200");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(origin.connections()).isEqualTo(1);
        }
    }

    @Test
    void aStreamThatIsResetBehindTheHeadIsCutOff() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send(GET);
            Call call = origin.next().head("200").data("half");
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(client.readText(7)).isEqualTo("4\r\nhalf");
            call.reset(Http2Error.INTERNAL_ERROR);
            assertThat(client.readText(2)).isEqualTo("\r\n");
            assertThat(client.closed()).isTrue();
            assertThat(gateway.awaitEnded().failure()).hasToString("RESPONSE_CUT_OFF");
        }
    }

    @Test
    void aConnectionThatIsCutSaysNothingOfItsEndpoint() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send(GET);
            origin.next().headAlone("200");
            assertThat(client.read().status()).isEqualTo(200);
            client.send(GET);
            origin.next().cut();
            origin.next().headAlone("200");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(gateway.failedTries()).isZero();
        }
    }

    /** The system resets a connection that is closed with input that nobody read, which makes our next write fail. */
    @Test
    void whatAnEndpointSaidBeforeItClosedWithUnreadInputIsPassedOn() throws Exception {
        HexFormat hex = HexFormat.of();
        byte[] wideWindows = hex.parseHex("000006040000000000" + "00047fff0000" + "000004080000000000" + "7ffe0000");
        byte[] lastWords = hex.parseHex("000008070000000000" + "0000000300000000" + "000001010400000003" + "88"
                + "000004000100000003" + hex.formatHex("told".getBytes(StandardCharsets.US_ASCII)));
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.send(wideWindows);
                    connection.in().readNBytes(200_000);
                    connection.send(lastWords);
                });
                TestGateway gateway = to(origin.endpoint())) {
            for (int i = 0; i < 5; i++) {
                try (RawExchange client = gateway.client()) {
                    client.send("POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 100000000\r\n\r\n");
                    Thread sender = Thread.ofVirtual().start(() -> pour(client));
                    Message response = client.read();
                    assertThat(response.status()).isEqualTo(200);
                    assertThat(response.body()).isEqualTo("told");
                    client.reset();
                    sender.join();
                }
            }
            assertThat(gateway.failedTries()).isZero();
        }
    }

    private static void pour(RawExchange client) {
        byte[] piece = new byte[100_000];
        try {
            for (int i = 0; i < 1000; i++) {
                client.send(piece);
            }
        } catch (IOException _) {
            // Nobody wants the rest.
        }
    }

    @Test
    void aClientThatGoesAwayEndsItsStreamOnly() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = to(origin.endpoint());
                RawExchange gone = gateway.client();
                RawExchange stays = gateway.client()) {
            gone.send(POST);
            Call first = origin.next();
            assertThat(first.body()).isEqualTo("body");
            stays.send(POST);
            Call second = origin.next();
            gone.reset();
            assertThat(first.event()).isEqualTo("reset:" + Http2Error.CANCEL.code());
            second.headAlone("200");
            assertThat(stays.read().status()).isEqualTo(200);
            assertThat(second.connection()).isEqualTo(first.connection());
        }
    }

    @Test
    void endsAStreamThatOutlastsItsEndpoint() throws Exception {
        UpstreamSettings brief = UpstreamSettings.DEFAULT.withGoneTimeout(Duration.ofMillis(1));
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = gateway(brief, origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send(GET);
            Call call = origin.next();
            assertThat(call.event()).isEqualTo("end");
            call.head("200").data("half");
            assertThat(client.readHead().status()).isEqualTo(200);
            origin.endpoint().markRemoved();
            assertThat(call.event()).isEqualTo("reset:" + Http2Error.CANCEL.code());
            assertThat(gateway.awaitEnded().failure()).hasToString("ENDPOINT_GONE");
            origin.awaitClosed(0);
        }
    }

    // Streaming

    @Test
    void bothDirectionsGoOnAtTheSameTime() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send(CHUNKED);
            Call call = origin.next();
            call.head("200", "content-type", "application/grpc");
            assertThat(client.readHead().status()).isEqualTo(200);
            for (int i = 0; i < 5; i++) {
                client.send("1\r\n" + i + "\r\n");
                assertThat(call.event()).isEqualTo("data:" + i);
                call.data("echo" + i);
                assertThat(client.readText(10)).isEqualTo("5\r\necho" + i + "\r\n");
            }
            client.send("0\r\n\r\n");
            assertThat(call.event()).isEqualTo("end");
            call.trailers("grpc-status", "0");
            assertThat(client.readText(22)).isEqualTo("0\r\ngrpc-status: 0\r\n\r\n");
            assertThat(gateway.awaitEnded().status()).isEqualTo(200);
        }
    }

    @Test
    void aResponseMayEndBeforeItsRequest() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send(CHUNKED + "1\r\nx\r\n");
            Call call = origin.next();
            assertThat(call.event()).isEqualTo("data:x");
            call.headAlone("200", "grpc-status", "8");
            assertThat(client.read().field("grpc-status")).isEqualTo("8");
            assertThat(call.event()).isEqualTo("reset:" + Http2Error.CANCEL.code());
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void largeBodiesGoBothWays() throws Exception {
        String large = "0123456789abcdef".repeat(64 * 1024);
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = to(origin.endpoint());
                RawExchange client = gateway.client()) {
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + large.length() + "\r\n\r\n" + large);
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            Call call = origin.next();
            assertThat(call.body().equals(large)).isTrue();
            sender.join();
            Thread answerer =
                    Thread.ofVirtual().start(() -> call.head("200").data(large).trailers("grpc-status", "0"));
            Message response = client.read();
            answerer.join();
            assertThat(response.body().length()).isEqualTo(large.length());
            assertThat(response.body().equals(large)).isTrue();
            assertThat(response.trailers()).containsExactly("grpc-status: 0");
        }
    }

    /** What the client does not take waits at the endpoint, and holds up nobody else. */
    @Test
    void aClientThatTakesNothingHoldsUpItsOwnStreamOnly() throws Exception {
        String large = "0123456789abcdef".repeat(1024 * 1024);
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = to(origin.endpoint());
                RawExchange slow = gateway.client();
                RawExchange quick = gateway.client()) {
            slow.send(GET);
            Call first = origin.next();
            Thread answerer =
                    Thread.ofVirtual().start(() -> first.head("200").data(large).end());
            assertThat(slow.readHead().status()).isEqualTo(200);
            for (int i = 0; i < 3; i++) {
                quick.send(GET);
                Call call = origin.next();
                assertThat(call.connection()).isEqualTo(first.connection());
                call.head("200").data("x".repeat(100_000)).end();
                assertThat(quick.read().body().length()).isEqualTo(100_000);
            }
            assertThat(answerer.isAlive()).as("waits for the client").isTrue();
            slow.reset();
            answerer.join();
        }
    }
}
