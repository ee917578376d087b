package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Protocol;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.Http2Origin.Call;
import dev.hawser.proxy.http.RawExchange.Message;
import dev.hawser.proxy.http.upstream.KeepAliveSettings;
import dev.hawser.proxy.http.upstream.UpstreamSettings;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Endpoints that speak HTTP/2, and clients that speak HTTP/1.1. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class Http2UpstreamIT {

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

    private static Http2Origin taking(int streams) {
        return new Http2Origin(Http2Settings.defaultSettings().maxConcurrentStreams(streams), null);
    }

    // Messages

    @Test
    void asksWithoutWhatBelongsToAConnectionOfHttp1() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send("GET /p?q HTTP/1.1\r\nHost: shop.example\r\nConnection: keep-alive, X-Gone\r\nX-Gone: 1\r\n"
                    + "Keep-Alive: timeout=5\r\nX-Kept: 2\r\n\r\n");
            Call call = origin.next();
            assertThat(call.event()).isEqualTo("end");
            assertThat(call.field(":method")).isEqualTo("GET");
            assertThat(call.field(":scheme")).isEqualTo("http");
            assertThat(call.field(":authority")).isEqualTo("127.0.0.1:" + origin.port());
            assertThat(call.field(":path")).isEqualTo("/p?q");
            assertThat(call.field("x-kept")).isEqualTo("2");
            assertThat(call.field("x-forwarded-host")).isEqualTo("shop.example");
            assertThat(call.field("te")).isEqualTo("trailers");
            assertThat(List.of(call.field("host"), call.field("connection"), call.field("keep-alive")))
                    .containsOnly("");
            call.headAlone("204");
            assertThat(client.readHead().status()).isEqualTo(204);
        }
    }

    @Test
    void passesABodyAndTrailersOn() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send(POST);
            Call call = origin.next();
            assertThat(call.body()).isEqualTo("body");
            call.head("200", "content-type", "application/grpc", "x-one", "1")
                    .data("hel")
                    .data("lo")
                    .trailers("grpc-status", "0", "grpc-message", "fine");
            Message response = client.read();
            assertThat(response.firstLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(response.field("x-one")).isEqualTo("1");
            assertThat(response.field("Via")).startsWith("2 ");
            assertThat(response.body()).isEqualTo("hello");
            assertThat(response.trailers()).containsExactly("grpc-status: 0", "grpc-message: fine");
            // The client's connection is of further use.
            client.send(GET);
            origin.next().headAlone("200", "content-length", "0");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(origin.connections()).isEqualTo(1);
        }
    }

    @Test
    void passesTrailersOfRequestsOn() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send(CHUNKED + "1\r\nx\r\n0\r\nX-Sum: 7\r\n\r\n");
            Call call = origin.next();
            assertThat(call.event()).isEqualTo("data:x");
            assertThat(call.event()).isEqualTo("trailers:x-sum=7");
            call.headAlone("200");
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    void aResponseThatIsAHeadAloneHasNoBody() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send(POST);
            origin.next().headAlone("200", "grpc-status", "12");
            Message response = client.read();
            assertThat(response.field("Content-Length")).isEqualTo("0");
            assertThat(response.field("grpc-status")).isEqualTo("12");
        }
    }

    @Test
    void passesInterimResponsesAndThoseToHeadOn() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
            origin.next().head("103", "link", "</a>; rel=preload").headAlone("200", "content-length", "700");
            assertThat(client.read("HEAD").status()).isEqualTo(103);
            Message response = client.read("HEAD");
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.field("Content-Length")).isEqualTo("700");
        }
    }

    @Test
    void refusesResponsesThatBreakTheRules() throws Exception {
        List<Consumer<Call>> offences = List.of(
                call -> call.head("200", "content-length", "five"),
                call -> call.block(new DefaultHttp2Headers(false).add("x", "no status")),
                call -> call.block(new DefaultHttp2Headers(false).status("200").add("connection", "close")),
                call -> call.block(new DefaultHttp2Headers(false).status("200").add("X-Upper", "1")),
                call -> call.block(new DefaultHttp2Headers(false).status("200").add("x", "a\r\nb: c")),
                call -> call.block(new DefaultHttp2Headers(false).status("101")),
                call -> call.data("body without a head"));
        for (Consumer<Call> offence : offences) {
            try (Http2Origin origin = new Http2Origin();
                    TestGateway gateway = to(origin.endpoint());
                    RawExchange client = gateway.client()) {
                client.send(GET);
                Call call = origin.next();
                assertThat(call.event()).isEqualTo("end");
                offence.accept(call);
                assertThat(client.read().status()).isEqualTo(502);
                assertThat(gateway.awaitEnded().failure()).hasToString("INVALID_RESPONSE");
                assertThat(call.event()).isEqualTo("reset:" + Http2Error.PROTOCOL_ERROR.code());
            }
        }
    }

    @Test
    void cutsOffABodyThatIsNotAsLongAsAnnounced() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send(GET);
            origin.next().head("200", "content-length", "5").data("four").end();
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(gateway.awaitEnded().failure()).hasToString("INVALID_RESPONSE");
        }
    }

    // Connections and streams

    @Test
    void requestsShareAConnection() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = to(origin.endpoint())) {
            List<RawExchange> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(gateway.client().send(POST));
            }
            List<Call> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(origin.next());
            }
            assertThat(origin.connections()).isEqualTo(1);
            calls.reversed().forEach(call -> call.headAlone("200"));
            for (RawExchange client : clients) {
                assertThat(client.read().status()).isEqualTo(200);
                client.close();
            }
        }
    }

    @Test
    void anotherConnectionTakesWhatTheEndpointAllowsOneNot() throws Exception {
        try (Http2Origin origin = taking(2);
                TestGateway gateway = to(origin.endpoint());
                RawExchange one = gateway.client();
                RawExchange two = gateway.client();
                RawExchange three = gateway.client()) {
            one.send(POST);
            Call first = origin.next();
            two.send(POST);
            Call second = origin.next();
            three.send(POST);
            Call third = origin.next();
            assertThat(second.connection()).isEqualTo(first.connection());
            assertThat(third.connection()).isNotEqualTo(first.connection());
            for (Call call : List.of(first, second, third)) {
                call.headAlone("200");
            }
            for (RawExchange client : List.of(one, two, three)) {
                assertThat(client.read().status()).isEqualTo(200);
            }
            assertThat(origin.connections()).isEqualTo(2);
        }
    }

    @Test
    void anEndpointThatTakesNoStreamsIsAsOneThatRefuses() throws Exception {
        try (Http2Origin none = taking(0);
                Http2Origin other = new Http2Origin();
                TestGateway gateway = to(none.endpoint(), other.endpoint());
                RawExchange client = gateway.client()) {
            client.send(POST);
            other.next().headAlone("200");
            assertThat(client.read().status()).isEqualTo(200);
            none.awaitClosed(0);
        }
    }

    @Test
    void aConnectionThatCarriedItsRequestsIsFollowedByAnother() throws Exception {
        UpstreamSettings worn =
                UpstreamSettings.DEFAULT.withKeepAlive(new KeepAliveSettings(10, 2, Duration.ofSeconds(60)));
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = gateway(worn, origin.endpoint());
                RawExchange client = gateway.client()) {
            for (int i = 0; i < 3; i++) {
                client.send(GET);
                origin.next().headAlone("200");
                assertThat(client.read().status()).isEqualTo(200);
            }
            assertThat(origin.connections()).isEqualTo(2);
            origin.awaitClosed(0);
        }
    }

    @Test
    void anIdleConnectionIsClosedInTime() throws Exception {
        UpstreamSettings brief =
                UpstreamSettings.DEFAULT.withKeepAlive(new KeepAliveSettings(10, 0, Duration.ofMillis(1)));
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = gateway(brief, origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send(GET);
            origin.next().headAlone("200");
            assertThat(client.read().status()).isEqualTo(200);
            origin.awaitClosed(0);
        }
    }

    @Test
    void anEndpointThatSpeaksHttp1IsAFailureToConnect() throws Exception {
        try (ScriptedOrigin old = ScriptedOrigin.answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                Http2Origin other = new Http2Origin();
                TestGateway gateway = to(old.endpoint(), other.endpoint());
                RawExchange client = gateway.client()) {
            client.send(POST);
            other.next().headAlone("200");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(gateway.failedTries()).isEqualTo(1);
        }
        try (ScriptedOrigin old = ScriptedOrigin.answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                TestGateway gateway = to(old.endpoint())) {
            assertThat(gateway.exchange(POST).status()).isEqualTo(502);
            assertThat(gateway.awaitEnded().failure()).hasToString("CONNECT_HTTP_2");
        }
    }
}
