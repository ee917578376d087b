package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.declarative.DeclarativeReader;
import dev.hawser.proxy.http.Http2Client.Answer;
import dev.hawser.proxy.http.tls.TlsSettings;
import dev.hawser.proxy.runtime.RuntimeSnapshot;
import dev.hawser.proxy.runtime.SnapshotCompiler;
import dev.hawser.proxy.tls.Certificates;
import dev.hawser.proxy.tls.TlsProvider;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom the gateway trusts where gRPC goes over TLS. */
class GrpcsTrustIT {

    private static final X509Bundle AUTHORITY = Certificates.authority("authority", null);
    private static final X509Bundle OTHER_AUTHORITY = Certificates.authority("other", null);

    private static Http2Origin origin(String name) throws Exception {
        X509Bundle certificate = Certificates.of(name, AUTHORITY);
        SslContext tls = SslContextBuilder.forServer(certificate.toKeyManagerFactory())
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        "h2"))
                .build();
        return new Http2Origin(Http2Settings.defaultSettings(), tls);
    }

    /** A gateway that verifies the origin, which it calls {@code app.example}, by an authority. */
    private static TestGateway gateway(Http2Origin origin, X509Bundle authority, TlsProvider provider)
            throws Exception {
        String config = """
                _format_version: "3.0"
                ca_certificates:
                - id: 00000000-0000-4000-8000-000000000001
                  cert: |
                %s
                services:
                - name: s
                  protocol: grpcs
                  host: up
                  retries: 0
                  tls_verify: true
                  ca_certificates: [00000000-0000-4000-8000-000000000001]
                  routes: [{name: r, protocols: [grpc, grpcs], paths: ["/"]}]
                upstreams:
                - {name: up, host_header: app.example, targets: [{target: "127.0.0.1:%d"}]}
                """.formatted(authority.getCertificatePEM().indent(4), origin.port());
        ListenAddress plain =
                ListenAddress.parseAll("proxy_listen", "127.0.0.1:0 http2").getFirst();
        RuntimeSnapshot compiled =
                new SnapshotCompiler().compile(new DeclarativeReader().read(config), RuntimeSnapshot.empty());
        return TestGateway.start(
                compiled, settings -> settings.withListen(List.of(plain)).withTls(TlsSettings.of(provider)));
    }

    private static Answer call(TestGateway gateway) throws Exception {
        try (Http2Client client = Http2Client.connect(gateway.address())) {
            client.post(1, "&content-type=application/grpc&te=trailers").data(1, Http2Client.END_STREAM, "ask");
            return client.answer(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEndpointOfTheAuthorityIsTalkedTo(TlsProvider provider) throws Exception {
        try (Http2Origin origin = origin("app.example");
                TestGateway gateway = gateway(origin, AUTHORITY, provider)) {
            origin.answering();
            assertThat(call(gateway).status()).isEqualTo("200");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BORINGSSL, app.example, another authority",
        "JDK, app.example, another authority",
        "BORINGSSL, somebody.else, its own",
        "JDK, somebody.else, its own",
    })
    void anotherIsAnsweredForAndHearsNothing(TlsProvider provider, String name, String authority) throws Exception {
        X509Bundle trusted = authority.equals("its own") ? AUTHORITY : OTHER_AUTHORITY;
        try (Http2Origin origin = origin(name);
                TestGateway gateway = gateway(origin, trusted, provider)) {
            origin.answering();
            Answer answer = call(gateway);
            assertThat(answer.fields()).startsWith(":status=502").contains("grpc-status=14");
            assertThat(answer.body()).isEmpty();
            assertThat(gateway.awaitEnded().failure()).hasToString("CONNECT_TLS");
        }
    }
}
