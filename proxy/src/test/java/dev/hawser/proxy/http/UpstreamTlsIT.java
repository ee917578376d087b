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
import dev.hawser.proxy.http.tls.TlsSettings;
import dev.hawser.proxy.runtime.RuntimeSnapshot;
import dev.hawser.proxy.runtime.SnapshotCompiler;
import dev.hawser.proxy.tls.Certificates;
import dev.hawser.proxy.tls.TlsProvider;
import dev.hawser.proxy.tls.TrustSettings;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS to endpoints: whom the gateway trusts, what it asks for, and whom it claims to be. */
class UpstreamTlsIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: client.example\r\n\r\n";
    private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final X509Bundle AUTHORITY = Certificates.authority("authority", null);
    private static final X509Bundle OTHER_AUTHORITY = Certificates.authority("other", null);
    private static final X509Bundle INTERMEDIATE = Certificates.authority("intermediate", AUTHORITY);

    /** An HTTPS server that answers with who asked and what for: the name in the certificate, and the server name. */
    private static final class SecureOrigin implements Closeable {

        private final SSLServerSocket listener;
        private final AtomicInteger connections = new AtomicInteger();

        SecureOrigin(X509Bundle certificate) throws Exception {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(certificate.toKeyStore(new char[0]), new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keys.getKeyManagers(), AUTHORITY.toTrustManagerFactory().getTrustManagers(), null);
            listener = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 16, InetAddress.ofLiteral("127.0.0.1"));
            listener.setWantClientAuth(true);
            Thread.ofVirtual().start(this::accept);
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = listener.accept();
                    connections.incrementAndGet();
                    Thread.ofVirtual().start(() -> serve((SSLSocket) socket));
                }
            } catch (IOException _) {
                // The test is over.
            }
        }

        private static void serve(SSLSocket socket) {
            try (RawExchange connection = new RawExchange(socket)) {
                while (true) {
                    connection.read();
                    String told = subject(socket.getSession()) + " " + names(socket.getSession());
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + told.length() + "\r\n\r\n" + told);
                }
            } catch (IOException _) {
                // The gateway has gone, or does not trust us.
            }
        }

        private static String subject(SSLSession session) {
            try {
                return ((X509Certificate) session.getPeerCertificates()[0])
                        .getSubjectX500Principal()
                        .getName();
            } catch (SSLPeerUnverifiedException _) {
                return "nobody";
            }
        }

        private static List<String> names(SSLSession session) {
            List<SNIServerName> asked = ((ExtendedSSLSession) session).getRequestedServerNames();
            return asked.stream()
                    .map(name -> new String(name.getEncoded(), StandardCharsets.US_ASCII))
                    .toList();
        }

        Target target() {
            return new Target(null, "127.0.0.1:" + listener.getLocalPort(), null, List.of());
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    /** A service whose endpoints are asked for as {@code app.example}. */
    private static final class Config {

        private Service.Builder service = Service.builder(ID, "app")
                .name("app")
                .protocol(Protocol.HTTPS)
                .retries(0)
                .routes(List.of(Route.builder(ID).paths(List.of("/")).build()));
        private Upstream.Builder upstream = Upstream.builder("app").hostHeader("app.example:8443");
        private List<CaCertificate> authorities = List.of();
        private List<Certificate> certificates = List.of();

        Config service(UnaryOperator<Service.Builder> change) {
            service = change.apply(service);
            return this;
        }

        Config upstream(UnaryOperator<Upstream.Builder> change) {
            upstream = change.apply(upstream);
            return this;
        }

        Config trusting(X509Bundle... bundles) {
            authorities = List.of(bundles).stream().map(Certificates::authority).toList();
            return service(service -> service.tlsVerify(true)
                    .caCertificates(authorities.stream().map(CaCertificate::id).toList()));
        }

        Config certificates(Certificate... all) {
            certificates = List.of(all);
            return this;
        }

        RuntimeSnapshot snapshot(SecureOrigin origin, RuntimeSnapshot previous) throws Exception {
            GatewayConfig config = new GatewayConfig(
                    List.of(service.build()),
                    List.of(),
                    List.of(upstream.targets(List.of(origin.target())).build()),
                    certificates,
                    authorities);
            return new SnapshotCompiler().compile(config, previous);
        }

        TestGateway serving(SecureOrigin origin, UnaryOperator<GatewaySettings> change) throws Exception {
            return TestGateway.start(snapshot(origin, RuntimeSnapshot.empty()), change);
        }

        TestGateway serving(SecureOrigin origin) throws Exception {
            return serving(origin, UnaryOperator.identity());
        }
    }

    private static void assertRefused(TestGateway gateway) throws Exception {
        assertThat(gateway.exchange(GET).status()).isEqualTo(502);
        assertThat(gateway.awaitEnded().failure()).hasToString("CONNECT_TLS");
    }

    @ParameterizedTest
    @EnumSource
    void verifiesByTheAuthoritiesOfTheService(TlsProvider provider) throws Exception {
        UnaryOperator<GatewaySettings> by = settings -> settings.withTls(TlsSettings.of(provider));
        try (SecureOrigin origin = new SecureOrigin(Certificates.of("app.example", AUTHORITY));
                TestGateway trusting =
                        new Config().trusting(OTHER_AUTHORITY, AUTHORITY).serving(origin, by);
                TestGateway distrusting = new Config().trusting(OTHER_AUTHORITY).serving(origin, by)) {
            assertThat(trusting.exchange(GET).body()).isEqualTo("nobody [app.example]");
            assertRefused(distrusting);
        }
    }

    @ParameterizedTest
    @EnumSource
    void verifiesTheName(TlsProvider provider) throws Exception {
        try (SecureOrigin origin = new SecureOrigin(Certificates.of("somebody.else", AUTHORITY));
                TestGateway gateway = new Config()
                        .trusting(AUTHORITY)
                        .serving(origin, settings -> settings.withTls(TlsSettings.of(provider)))) {
            assertRefused(gateway);
        }
    }

    @ParameterizedTest
    @EnumSource
    void verifiesAnAddressThatIsNotAskedFor(TlsProvider provider) throws Exception {
        UnaryOperator<GatewaySettings> by = settings -> settings.withTls(TlsSettings.of(provider));
        try (SecureOrigin origin = new SecureOrigin(Certificates.of("127.0.0.1", AUTHORITY));
                SecureOrigin other = new SecureOrigin(Certificates.of("127.0.0.2", AUTHORITY));
                TestGateway gateway = new Config()
                        .trusting(AUTHORITY)
                        .upstream(upstream -> upstream.hostHeader(null))
                        .serving(origin, by);
                TestGateway refused = new Config()
                        .trusting(AUTHORITY)
                        .upstream(upstream -> upstream.hostHeader(null))
                        .serving(other, by)) {
            assertThat(gateway.exchange(GET).body()).isEqualTo("nobody []");
            assertRefused(refused);
        }
    }

    @Test
    void asksForTheHostThatIsPreserved() throws Exception {
        Route route = Route.builder(ID).paths(List.of("/")).preserveHost(true).build();
        try (SecureOrigin origin = new SecureOrigin(Certificates.of("client.example", AUTHORITY));
                TestGateway gateway = new Config()
                        .trusting(AUTHORITY)
                        .service(service -> service.routes(List.of(route)))
                        .serving(origin)) {
            assertThat(gateway.exchange(GET).body()).isEqualTo("nobody [client.example]");
        }
    }

    /** Authorities were asked for, and none of them is there: those of the gateway are no replacement. */
    @ParameterizedTest
    @EnumSource
    void trustsNobodyWhereTheServiceAsksForAuthoritiesAndHasNone(TlsProvider provider) throws Exception {
        TrustSettings trust = new TrustSettings(Set.of(AUTHORITY.getCertificate()), 1);
        try (SecureOrigin origin = new SecureOrigin(Certificates.of("app.example", AUTHORITY));
                TestGateway gateway = new Config()
                        .trusting()
                        .serving(
                                origin,
                                settings -> settings.withTls(TlsSettings.of(provider))
                                        .withTrust(trust))) {
            assertRefused(gateway);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // of the service, of the gateway, whether one intermediate is taken
                "-, 1, true",
                "-, 0, false",
                "0, 1, false",
                "1, 0, true",
            })
    void takesAsManyIntermediatesAsTheDepthSays(Integer ofService, int ofGateway, boolean taken) throws Exception {
        TrustSettings trust = new TrustSettings(Set.of(OTHER_AUTHORITY.getCertificate()), ofGateway);
        try (SecureOrigin origin = new SecureOrigin(Certificates.of("app.example", INTERMEDIATE));
                TestGateway gateway = new Config()
                        .trusting(AUTHORITY)
                        .service(service -> service.tlsVerifyDepth(ofService))
                        .serving(origin, settings -> settings.withTrust(trust))) {
            if (taken) {
                assertThat(gateway.exchange(GET).status()).isEqualTo(200);
            } else {
                assertRefused(gateway);
            }
        }
    }

    @Test
    void trustsTheGatewaysAuthoritiesWhereTheServiceNamesNone() throws Exception {
        try (SecureOrigin origin = new SecureOrigin(Certificates.of("app.example", AUTHORITY));
                TestGateway trusting = new Config()
                        .service(service -> service.tlsVerify(true))
                        .serving(
                                origin,
                                settings ->
                                        settings.withTrust(new TrustSettings(Set.of(AUTHORITY.getCertificate()), 1)));
                TestGateway distrusting =
                        new Config().service(service -> service.tlsVerify(true)).serving(origin);
                TestGateway careless = new Config().serving(origin)) {
            assertThat(trusting.exchange(GET).status()).isEqualTo(200);
            assertRefused(distrusting);
            assertThat(careless.exchange(GET).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsTheCertificateOfTheServiceElseOfTheUpstream(TlsProvider provider) throws Exception {
        UnaryOperator<GatewaySettings> by = settings -> settings.withTls(TlsSettings.of(provider));
        Certificate ofService = Certificates.entity(Certificates.of("service.client", AUTHORITY));
        Certificate ofUpstream = Certificates.entity(Certificates.of("upstream.client", AUTHORITY));
        try (SecureOrigin origin = new SecureOrigin(Certificates.of("app.example", AUTHORITY));
                TestGateway both = new Config()
                        .certificates(ofService, ofUpstream)
                        .service(service -> service.clientCertificate(ofService.id()))
                        .upstream(upstream -> upstream.clientCertificate(ofUpstream.id()))
                        .serving(origin, by);
                TestGateway upstreamOnly = new Config()
                        .certificates(ofService, ofUpstream)
                        .upstream(upstream -> upstream.clientCertificate(ofUpstream.id()))
                        .serving(origin, by)) {
            assertThat(both.exchange(GET).body()).startsWith("CN=service.client ");
            assertThat(upstreamOnly.exchange(GET).body()).startsWith("CN=upstream.client ");
        }
    }

    /** BoringSSL does not prove such keys, so the platform does. */
    @ParameterizedTest
    @EnumSource
    void showsACertificateOfEdDsa(TlsProvider provider) throws Exception {
        Certificate client = Certificates.entity(new CertificateBuilder()
                .algorithm(CertificateBuilder.Algorithm.ed25519)
                .subject("CN=ed.client")
                .buildIssuedBy(AUTHORITY));
        try (SecureOrigin origin = new SecureOrigin(Certificates.of("app.example", AUTHORITY));
                TestGateway gateway = new Config()
                        .trusting(AUTHORITY)
                        .certificates(client)
                        .service(service -> service.clientCertificate(client.id()))
                        .serving(origin, settings -> settings.withTls(TlsSettings.of(provider)))) {
            assertThat(gateway.exchange(GET).body()).isEqualTo("CN=ed.client [app.example]");
        }
    }

    @Test
    void aConnectionOfAnotherIdentityIsNotUsedAgain() throws Exception {
        Certificate before = Certificates.entity(Certificates.of("before", AUTHORITY));
        // The same entity, renewed.
        X509Bundle renewed = Certificates.of("after", AUTHORITY);
        Certificate after = new Certificate(
                before.id(), renewed.getCertificatePathPEM(), renewed.getPrivateKeyPEM(), List.of(), List.of());
        Config config = new Config().certificates(before).service(service -> service.clientCertificate(before.id()));
        try (SecureOrigin origin = new SecureOrigin(Certificates.of("app.example", AUTHORITY))) {
            RuntimeSnapshot first = config.snapshot(origin, RuntimeSnapshot.empty());
            try (TestGateway gateway = TestGateway.start(first)) {
                assertThat(gateway.exchange(GET).body()).startsWith("CN=before ");
                assertThat(gateway.exchange(GET).body()).startsWith("CN=before ");
                assertThat(origin.connections).hasValue(1);
                gateway.publish(config.certificates(after).snapshot(origin, first));
                assertThat(gateway.exchange(GET).body()).startsWith("CN=after ");
                assertThat(gateway.exchange(GET).body()).startsWith("CN=after ");
                assertThat(origin.connections).hasValue(2);
            }
        }
    }

    @Test
    void aConnectionThatWasNotVerifiedIsNotUsedAgainOnceItMustBe() throws Exception {
        Config config = new Config();
        try (SecureOrigin origin = new SecureOrigin(Certificates.of("app.example", AUTHORITY))) {
            RuntimeSnapshot first = config.snapshot(origin, RuntimeSnapshot.empty());
            try (TestGateway gateway = TestGateway.start(first)) {
                assertThat(gateway.exchange(GET).status()).isEqualTo(200);
                gateway.awaitEnded();
                gateway.publish(config.trusting(OTHER_AUTHORITY).snapshot(origin, first));
                assertRefused(gateway);
            }
        }
    }
}
