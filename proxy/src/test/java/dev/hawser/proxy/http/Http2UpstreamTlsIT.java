package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.CaCertificate;
import dev.hawser.config.Certificate;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Protocol;
import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.config.Target;
import dev.hawser.config.Upstream;
import dev.hawser.proxy.http.Http2Origin.Call;
import dev.hawser.proxy.http.upstream.KeepAliveSettings;
import dev.hawser.proxy.http.upstream.UpstreamSettings;
import dev.hawser.proxy.runtime.RuntimeSnapshot;
import dev.hawser.proxy.runtime.SnapshotCompiler;
import dev.hawser.proxy.tls.Certificates;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.X509Bundle;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Which connections of HTTP/2 over TLS stand in for each other, and how many are kept. Clients speak HTTP/1.1. */
class Http2UpstreamTlsIT {

    private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final int KEPT = 2;
    private static final X509Bundle AUTHORITY = Certificates.authority("authority", null);
    private static final CaCertificate TRUSTED = Certificates.authority(AUTHORITY);
    private static final Certificate CLAIMED = Certificates.entity(Certificates.of("gateway", AUTHORITY));

    private static Http2Origin origin() throws Exception {
        return new Http2Origin(
                Http2Settings.defaultSettings(),
                SslContextBuilder.forServer(
                                Certificates.of("app.example", AUTHORITY).toKeyManagerFactory())
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .clientAuth(ClientAuth.OPTIONAL)
                        .applicationProtocolConfig(new ApplicationProtocolConfig(
                                ApplicationProtocolConfig.Protocol.ALPN,
                                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                                ApplicationProtocolNames.HTTP_2))
                        .build());
    }

    private static RuntimeSnapshot snapshot(
            Http2Origin origin, UnaryOperator<Service.Builder> service, RuntimeSnapshot previous) throws Exception {
        Route route = Route.builder(ID).paths(List.of("/")).preserveHost(true).build();
        Service to = service.apply(Service.builder(ID, "app")
                        .protocol(Protocol.GRPCS)
                        .tlsVerify(false)
                        .routes(List.of(route)))
                .build();
        Target target = new Target(null, "127.0.0.1:" + origin.port(), null, List.of());
        GatewayConfig config = new GatewayConfig(
                List.of(to),
                List.of(),
                List.of(Upstream.builder("app").targets(List.of(target)).build()),
                List.of(CLAIMED),
                List.of(TRUSTED));
        return new SnapshotCompiler().compile(config, previous);
    }

    private static TestGateway gateway(RuntimeSnapshot snapshot) {
        KeepAliveSettings keepAlive = new KeepAliveSettings(KEPT, 0, Duration.ofMinutes(10));
        return TestGateway.start(
                snapshot, settings -> settings.withUpstream(UpstreamSettings.DEFAULT.withKeepAlive(keepAlive)));
    }

    private static TestGateway preservingHosts(Http2Origin origin) throws Exception {
        return gateway(snapshot(origin, UnaryOperator.identity(), RuntimeSnapshot.empty()));
    }

    /** Asks for a host; the connection that the request came on. */
    private static Object ask(RawExchange client, Http2Origin origin, String host) throws Exception {
        client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        Call call = origin.next();
        assertThat(call.field(":authority")).isEqualTo(host);
        call.headAlone("200", "content-length", "0");
        assertThat(client.read().status()).isEqualTo(200);
        return call.connection();
    }

    @Test
    void spellingsOfAHostShareAConnection() throws Exception {
        try (Http2Origin origin = origin();
                TestGateway gateway = preservingHosts(origin);
                RawExchange client = gateway.client()) {
            Object connection = ask(client, origin, "app.example");
            assertThat(ask(client, origin, "APP.Example")).isEqualTo(connection);
            assertThat(ask(client, origin, "other.example")).isNotEqualTo(connection);
        }
    }

    /** Clients choose the names, but not how many connections there are. */
    @Test
    void idleConnectionsAreBoundedForAllNamesTogether() throws Exception {
        try (Http2Origin origin = origin();
                TestGateway gateway = preservingHosts(origin);
                RawExchange client = gateway.client()) {
            for (int i = 0; i < KEPT; i++) {
                ask(client, origin, i + ".example");
            }
            // The first one was used again, so the second one is idle for longest.
            ask(client, origin, "0.example");
            ask(client, origin, "new.example");
            origin.awaitClosed(1);
            ask(client, origin, "0.example");
            ask(client, origin, "new.example");
            assertThat(origin.connections()).isEqualTo(KEPT + 1);
        }
    }

    @Test
    void aConnectionIsUsedForWhatIsSecuredAlikeOnly() throws Exception {
        List<UnaryOperator<Service.Builder>> ways = List.of(
                UnaryOperator.identity(),
                service -> service.clientCertificate(CLAIMED.id()),
                service -> service.tlsVerify(true).caCertificates(List.of(TRUSTED.id())));
        try (Http2Origin origin = origin()) {
            RuntimeSnapshot snapshot = snapshot(origin, ways.getFirst(), RuntimeSnapshot.empty());
            try (TestGateway gateway = gateway(snapshot);
                    RawExchange client = gateway.client()) {
                for (int i = 0; i < ways.size(); i++) {
                    snapshot = snapshot(origin, ways.get(i), snapshot);
                    gateway.publish(snapshot);
                    Object connection = ask(client, origin, "app.example");
                    assertThat(ask(client, origin, "app.example")).isEqualTo(connection);
                    assertThat(origin.connections()).isEqualTo(i + 1);
                }
            }
        }
    }
}
