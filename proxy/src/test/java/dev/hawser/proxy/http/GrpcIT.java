package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.declarative.DeclarativeReader;
import dev.hawser.proxy.http.Http2Client.Answer;
import dev.hawser.proxy.http.Http2Origin.Call;
import dev.hawser.proxy.http.exchange.ExchangeSettings;
import dev.hawser.proxy.runtime.RuntimeSnapshot;
import dev.hawser.proxy.runtime.SnapshotCompiler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of gRPC from clients of HTTP/2 to endpoints of HTTP/2, as the configuration asks for them. */
class GrpcIT {

    private static final String GRPC = "&content-type=application/grpc&te=trailers";

    private static TestGateway gateway(String config) throws Exception {
        return gateway(config, UnaryOperator.identity());
    }

    private static TestGateway gateway(String config, UnaryOperator<GatewaySettings> change) throws Exception {
        ListenAddress plain =
                ListenAddress.parseAll("proxy_listen", "127.0.0.1:0 http2").getFirst();
        RuntimeSnapshot compiled = new SnapshotCompiler()
                .compile(new DeclarativeReader().read("_format_version: \"3.0\"\n" + config), RuntimeSnapshot.empty());
        return TestGateway.start(compiled, settings -> change.apply(settings.withListen(List.of(plain))));
    }

    /** A service for all requests, and an upstream of these origins. */
    private static String service(String options, String upstream, Http2Origin... origins) {
        String targets = String.join(
                ", ",
                Stream.of(origins)
                        .map(origin -> "{target: \"127.0.0.1:" + origin.port() + "\"}")
                        .toList());
        return """
                services:
                - {name: s, host: up, port: 80, %s, routes: [{name: r, protocols: [grpc, grpcs], paths: ["/"]}]}
                upstreams:
                - {name: up, %s, targets: [%s]}
                """.formatted(options, upstream, targets);
    }

    private static String service(Http2Origin... origins) {
        return service("protocol: grpc", "algorithm: round-robin", origins);
    }

    private static Answer unary(Http2Client client, int stream, String more) throws IOException {
        client.post(stream, GRPC + more).data(stream, Http2Client.END_STREAM, "ask");
        return client.answer(stream);
    }

    /** Reads frames of a stream until a piece of its body comes. */
    private static String data(Http2Client client) throws IOException {
        return client.await(Http2Client.DATA).text();
    }

    // Calls

    @Test
    void aUnaryCallHasTrailers() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = gateway(service(origin));
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.post(1, GRPC + "&grpc-timeout=5S&x-meta=data").data(1, Http2Client.END_STREAM, "ask");
            Call call = origin.next();
            assertThat(call.body()).isEqualTo("ask");
            assertThat(call.field("grpc-timeout")).isEqualTo("5S");
            assertThat(call.field("x-meta")).isEqualTo("data");
            assertThat(call.field("te")).isEqualTo("trailers");
            call.head("200", "content-type", "application/grpc").data("told").trailers("grpc-status", "0");
            Answer answer = client.answer(1);
            assertThat(answer.status()).isEqualTo("200");
            assertThat(answer.fields()).endsWith(" | grpc-status=0");
            assertThat(answer.body()).isEqualTo("told");
        }
    }

    @Test
    void aCallThatFailsAtOnceIsOneBlockThatEndsTheStream() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = gateway(service(origin));
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.post(1, GRPC);
            origin.next().headAlone("200", "content-type", "application/grpc", "grpc-status", "7");
            Http2Client.Frame head = client.await(Http2Client.HEADERS);
            assertThat(head.fields()).contains("grpc-status=7");
            assertThat(head.endsStream()).isTrue();
        }
    }

    /** The time-outs of clients' bodies do not count: who has nothing to say in a stream is not slow. */
    @Test
    void messagesGoBothWaysWheneverThereAreSome() throws Exception {
        ExchangeSettings impatient = withBodyTimeout(Duration.ofMillis(1));
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = gateway(service(origin), settings -> settings.withExchange(impatient));
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.post(1, GRPC);
            Call call = origin.next().head("200", "content-type", "application/grpc");
            for (int i = 0; i < 50; i++) {
                call.data("from the endpoint " + i);
                assertThat(data(client)).isEqualTo("from the endpoint " + i);
                client.data(1, 0, "from the client " + i);
                assertThat(call.event()).isEqualTo("data:from the client " + i);
            }
            client.data(1, Http2Client.END_STREAM, "");
            assertThat(call.event()).isEqualTo("end");
            call.trailers("grpc-status", "0");
            assertThat(client.answer(1).fields()).isEqualTo("grpc-status=0");
        }
    }

    /** Services of gRPC take other requests too, as those with the appProtocol {@code kubernetes.io/h2c} do. */
    @Test
    void aClientThatIsSlowWithWhatIsNoCallIsCutOff() throws Exception {
        ExchangeSettings impatient = withBodyTimeout(Duration.ofMillis(50));
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = gateway(
                        service("protocol: grpc, read_timeout: 5000", "algorithm: round-robin", origin)
                                .replace("[grpc, grpcs]", "[http]"),
                        settings -> settings.withExchange(impatient));
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.post(1, "&content-type=text/plain").data(1, 0, "a");
            assertThat(client.answer(1).status()).isEqualTo("408");
            assertThat(origin.next().event()).isEqualTo("data:a");
            assertThat(gateway.awaitEnded().failure()).hasToString("CLIENT_TIMEOUT");
        }
    }

    private static ExchangeSettings withBodyTimeout(Duration timeout) {
        ExchangeSettings usual = ExchangeSettings.DEFAULT;
        return new ExchangeSettings(
                usual.serverToken(),
                usual.realIp(),
                usual.limits(),
                usual.maxBodyBytes(),
                usual.headTimeout(),
                usual.keepAliveTimeout(),
                timeout,
                usual.sendTimeout(),
                usual.minRate());
    }

    @Test
    void aCallThatIsCancelledIsCancelledAtTheEndpoint() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = gateway(service(origin));
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.post(1, GRPC).post(3, GRPC);
            Call first = origin.next();
            Call second = origin.next();
            client.send(Http2Client.RST_STREAM, 0, 1, Http2Client.number((int) Http2Error.CANCEL.code()));
            assertThat(first.event()).isEqualTo("reset:" + Http2Error.CANCEL.code());
            second.headAlone("200", "grpc-status", "0");
            assertThat(client.answer(3).status()).isEqualTo("200");
            assertThat(second.connection()).isEqualTo(first.connection());
        }
    }

    @Test
    void anEndpointThatGoesAwayFinishesItsCalls() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = gateway(service(origin));
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.post(1, GRPC);
            Call first = origin.next().head("200").data("a").goAway();
            assertThat(data(client)).isEqualTo("a");
            client.post(3, GRPC);
            Call second = origin.next();
            assertThat(second.connection()).isNotEqualTo(first.connection());
            second.headAlone("200", "grpc-status", "0");
            assertThat(client.answer(3).fields()).contains("grpc-status=0");
            client.data(1, Http2Client.END_STREAM, "b");
            assertThat(first.body()).isEqualTo("b");
            first.trailers("grpc-status", "0");
            assertThat(client.answer(1).fields()).isEqualTo("grpc-status=0");
            origin.awaitClosed(0);
        }
    }

    // Endpoints over TLS

    private static SslContext tls(String... protocols) throws Exception {
        X509Bundle certificate = new CertificateBuilder()
                .ecp256()
                .subject("CN=up")
                .addSanDnsName("up")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        SslContextBuilder builder = SslContextBuilder.forServer(certificate.toKeyManagerFactory());
        if (protocols.length > 0) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    protocols));
        }
        return builder.build();
    }

    @Test
    void grpcsGoesOverTls() throws Exception {
        String secured = "protocol: grpcs, tls_verify: false";
        try (Http2Origin origin = new Http2Origin(Http2Settings.defaultSettings(), tls("h2"));
                TestGateway gateway = gateway(service(secured, "algorithm: round-robin", origin));
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.post(1, GRPC).post(3, GRPC);
            Call call = origin.next();
            assertThat(call.field(":scheme")).isEqualTo("https");
            assertThat(origin.next().connection()).isEqualTo(call.connection());
            call.headAlone("200", "grpc-status", "0");
            assertThat(client.answer(1).fields()).contains("grpc-status=0");
        }
    }

    @Test
    void anEndpointThatOffersNoHttp2OverTlsIsNotTalkedTo() throws Exception {
        String secured = "protocol: grpcs, tls_verify: false, retries: 0";
        try (Http2Origin origin = new Http2Origin(Http2Settings.defaultSettings(), tls());
                TestGateway gateway = gateway(service(secured, "algorithm: round-robin", origin));
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(unary(client, 1, "").fields()).startsWith(":status=502").contains("grpc-status=14");
            assertThat(gateway.awaitEnded().failure()).hasToString("CONNECT_HTTP_2");
        }
    }

    // Sessions

    @ParameterizedTest
    @ValueSource(strings = {"", "hawser-session-header:x-session"})
    void callsOfASessionGoToItsEndpoint(String tag) throws Exception {
        String sticky = "algorithm: sticky-sessions, hash_on: none, sticky_sessions_cookie: sid"
                + (tag.isEmpty() ? "" : ", tags: [\"" + tag + "\"]");
        try (Http2Origin one = new Http2Origin();
                Http2Origin two = new Http2Origin();
                TestGateway gateway = gateway(service("protocol: grpc", sticky, one, two));
                Http2Client client = Http2Client.connect(gateway.address())) {
            one.answering();
            two.answering();
            Answer first = unary(client, 1, "");
            String name = tag.isEmpty() ? "set-cookie=sid=" : "x-session=";
            assertThat(first.fields()).contains(name);
            String id = first.fields().split(name, -1)[1].substring(0, 36);
            String session = tag.isEmpty() ? "&cookie=sid=" + id : "&x-session=" + id;
            for (int i = 1; i <= 6; i++) {
                Answer next = unary(client, 2 * i + 1, session);
                assertThat(next.body()).isEqualTo(first.body());
                assertThat(next.fields()).doesNotContain("set-cookie");
            }
        }
    }

    @Test
    void callsWithTheSameMetadataAreHashedToTheSameEndpoint() throws Exception {
        String hashed = "algorithm: consistent-hashing, hash_on: header, hash_on_header: x-user";
        try (Http2Origin one = new Http2Origin();
                Http2Origin two = new Http2Origin();
                TestGateway gateway = gateway(service("protocol: grpc", hashed, one, two));
                Http2Client client = Http2Client.connect(gateway.address())) {
            one.answering();
            two.answering();
            Set<String> used = new HashSet<>();
            for (int user = 0; user < 16; user++) {
                String body = unary(client, 4 * user + 1, "&x-user=" + user).body();
                assertThat(unary(client, 4 * user + 3, "&x-user=" + user).body())
                        .isEqualTo(body);
                used.add(body);
            }
            assertThat(used).hasSize(2);
        }
    }

    // What is answered without an endpoint

    @ParameterizedTest
    @CsvSource({
        "'', 503, 14, failure to get a peer from the ring-balancer",
        "'{target: \"127.0.0.1:1\"}', 502, 14, An invalid response was received from the upstream server"
    })
    void failuresAreTrailersAlone(String targets, String status, String grpcStatus, String message) throws Exception {
        String config = """
                services:
                - {name: s, host: up, port: 80, protocol: grpc, retries: 0, routes: [{name: r, paths: ["/"]}]}
                upstreams: [{name: up, targets: [%s]}]
                """.formatted(targets);
        try (TestGateway gateway = gateway(config);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.post(1, GRPC);
            Http2Client.Frame head = client.await(Http2Client.HEADERS);
            assertThat(head.endsStream()).isTrue();
            assertThat(head.fields())
                    .startsWith(":status=" + status)
                    .contains("content-type=application/grpc", "grpc-status=" + grpcStatus, "grpc-message=" + message);
        }
    }

    @Test
    void anEndpointThatSaysNothingExceedsTheDeadline() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = gateway(
                        service("protocol: grpc, read_timeout: 50, retries: 0", "algorithm: round-robin", origin));
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(unary(client, 1, "").fields()).startsWith(":status=504").contains("grpc-status=4");
            Call call = origin.next();
            assertThat(call.body()).isEqualTo("ask");
            assertThat(call.event()).isEqualTo("reset:" + Http2Error.CANCEL.code());
            assertThat(gateway.awaitEnded().failure()).hasToString("READ_TIMEOUT");
        }
    }

    /** Who keeps a call open may be who the endpoint waits for: PassiveChecks takes that for no timeout. */
    @Test
    void aSilentCallThatItsClientKeepsOpenIsNotHeldAgainstTheEndpoint() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = gateway(
                        service("protocol: grpc, read_timeout: 50, retries: 0", "algorithm: round-robin", origin));
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.post(1, GRPC).data(1, 0, "ask");
            assertThat(client.answer(1).fields()).startsWith(":status=504").contains("grpc-status=4");
            Call call = origin.next();
            assertThat(call.event()).isEqualTo("data:ask");
            assertThat(call.event()).isEqualTo("reset:" + Http2Error.CANCEL.code());
            assertThat(gateway.awaitEnded().failure()).hasToString("CALL_SILENT");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'[grpc]', content-type=text/plain, 415, Non-gRPC request matched gRPC route",
        "'[grpc]', x=1, 415, Non-gRPC request matched gRPC route",
        "'[grpcs]', content-type=application/grpc+proto, 200, gRPC request matched gRPCs route"
    })
    void aRouteOfGrpcTakesNothingElse(String protocols, String field, String status, String message) throws Exception {
        String config = """
                services:
                - {name: s, host: h, port: 80, protocol: grpc, routes: [{name: r, protocols: %s, paths: ["/"]}]}
                """.formatted(protocols);
        try (TestGateway gateway = gateway(config);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.send(
                    Http2Client.HEADERS,
                    Http2Client.END_HEADERS | Http2Client.END_STREAM,
                    1,
                    Http2Client.block(":method=POST&:scheme=http&:authority=h&:path=/&" + field));
            Answer answer = client.answer(1);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.fields() + answer.body()).contains(message);
            assertThat(answer.fields().contains("grpc-status=1&")).isEqualTo(status.equals("200"));
        }
    }

    @Test
    void grpcOverHttp1IsToldToUpgrade() throws Exception {
        try (Http2Origin origin = new Http2Origin();
                TestGateway gateway = gateway(service(origin))) {
            RawExchange.Message answer = gateway.exchange(
                    "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/grpc\r\nContent-Length: 0\r\n\r\n");
            assertThat(answer.status()).isEqualTo(426);
            assertThat(answer.field("Upgrade")).isEqualTo("HTTP/2");
            assertThat(answer.body()).contains("Please use HTTP2 protocol");
        }
    }
}
