package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.config.Certificate;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Protocol;
import dev.hawser.config.Sni;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.balancing.Members;
import dev.hawser.proxy.balancing.StickySessions;
import dev.hawser.proxy.balancing.WeightedEndpoint;
import dev.hawser.proxy.http.RawExchange.Message;
import dev.hawser.proxy.http.tls.TlsProfile;
import dev.hawser.proxy.http.tls.TlsSessions;
import dev.hawser.proxy.http.tls.TlsSessions.Tickets;
import dev.hawser.proxy.http.tls.TlsSettings;
import dev.hawser.proxy.runtime.RuntimeSnapshot;
import dev.hawser.proxy.tls.TlsProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS towards clients, by server name, and towards endpoints. */
class TlsIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private static String resource(String name) throws IOException {
        try (InputStream in = TlsIT.class.getResourceAsStream("/tls/" + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static Certificate certificate(String file, String... names) throws IOException {
        List<Sni> snis = List.of(names).stream()
                .map(name -> new Sni(null, name, List.of()))
                .toList();
        return new Certificate(UUID.randomUUID(), resource(file + ".crt"), resource(file + ".key"), snis, List.of());
    }

    private static RuntimeSnapshot with(RuntimeSnapshot snapshot, Certificate... certificates) {
        GatewayConfig config = new GatewayConfig(List.of(), List.of(), List.of(), List.of(certificates));
        return new RuntimeSnapshot(1, config, snapshot.router(), Map.of());
    }

    private static TestGateway secured(RuntimeSnapshot snapshot) {
        return TestGateway.start(snapshot, settings -> settings.withListen(List.of(ListenAddress.tls("127.0.0.1", 0))));
    }

    private static SSLContext trustingEveryone() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustEveryone()}, null);
        return context;
    }

    private static SSLSocket connect(TestGateway gateway, String serverName) throws Exception {
        return connect(trustingEveryone(), gateway, serverName, "TLSv1.3", "TLSv1.2");
    }

    private static SSLSocket connect(SSLContext context, TestGateway gateway, String serverName, String... versions)
            throws IOException {
        return secure(
                context,
                new Socket(gateway.address().getAddress(), gateway.address().getPort()),
                serverName,
                versions);
    }

    /** Speaks TLS on a connection; trusts everyone. */
    static SSLSocket secure(Socket connection, String serverName) throws Exception {
        return secure(trustingEveryone(), connection, serverName, "TLSv1.3", "TLSv1.2");
    }

    private static SSLSocket secure(SSLContext context, Socket connection, String serverName, String... versions)
            throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(connection, serverName, connection.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        parameters.setProtocols(versions);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static String subject(SSLSocket socket) throws IOException {
        X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return shown.getSubjectX500Principal().getName();
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example, CN=rsa",
        "SHOP.example, CN=rsa",
        "www.wild.example, CN=ec",
        "a.b.wild.example, CN=localhost",
        "site.org, CN=ec",
        "other.test, CN=localhost",
    })
    void showsTheCertificateOfTheName(String name, String subject) throws Exception {
        try (TestGateway gateway = secured(with(
                        TestGateway.snapshot(_ -> null),
                        certificate("rsa", "shop.example"),
                        certificate("ec", "*.wild.example", "site.*")));
                SSLSocket socket = connect(gateway, name)) {
            assertThat(subject(socket)).isEqualTo(subject);
        }
    }

    @Test
    void takesANewCertificateWithANewSnapshot() throws Exception {
        RuntimeSnapshot empty = TestGateway.snapshot(_ -> null);
        try (TestGateway gateway = secured(with(empty, certificate("rsa", "shop.example")))) {
            try (SSLSocket before = connect(gateway, "shop.example")) {
                assertThat(subject(before)).isEqualTo("CN=rsa");
            }
            gateway.publish(with(empty, certificate("ec", "shop.example")));
            try (SSLSocket after = connect(gateway, "shop.example")) {
                assertThat(subject(after)).isEqualTo("CN=ec");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BORINGSSL, TLSv1.3, ON, true",
        "BORINGSSL, TLSv1.3, OFF, false",
        "BORINGSSL, TLSv1.2, ON, true",
        "BORINGSSL, TLSv1.2, OFF, true",
        "JDK, TLSv1.3, ON, true",
        "JDK, TLSv1.2, ON, true",
    })
    void takesSessionsUpAgain(TlsProvider provider, String version, Tickets tickets, boolean resumed) throws Exception {
        TlsSettings tls = TlsSettings.of(provider).withSessions(new TlsSessions(tickets, Duration.ofHours(1), 100));
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = TestGateway.start(
                        with(TestGateway.snapshot(origin.endpoint()), certificate("ec", "shop.example")),
                        settings -> settings.withListen(List.of(ListenAddress.tls("127.0.0.1", 0)))
                                .withTls(tls))) {
            SSLContext context = trustingEveryone();
            SSLSession first = session(context, gateway, version);
            SSLSession second = session(context, gateway, version);
            assertThat(first.getProtocol()).isEqualTo(version);
            // A session that is taken up again keeps the time of its handshake, and new ones take a while.
            assertThat(second.getCreationTime() == first.getCreationTime()).isEqualTo(resumed);
        }
    }

    /** The session of one request; tickets of TLS 1.3 come behind the handshake. */
    private static SSLSession session(SSLContext context, TestGateway gateway, String version) throws Exception {
        try (SSLSocket socket = connect(context, gateway, "shop.example", version);
                RawExchange client = new RawExchange(socket)) {
            assertThat(client.send(GET).read().body()).isEqualTo("ok");
            return socket.getSession();
        }
    }

    @ParameterizedTest
    @EnumSource
    void speaksTheVersionsOfItsProfileOnly(TlsProvider provider) throws Exception {
        TlsSettings modern =
                TlsSettings.of(provider).withCiphers(TlsProfile.MODERN.versions(), TlsProfile.MODERN.suites());
        try (TestGateway gateway = TestGateway.start(
                TestGateway.snapshot(_ -> null),
                settings -> settings.withListen(List.of(ListenAddress.tls("127.0.0.1", 0)))
                        .withTls(modern))) {
            assertThatThrownBy(() -> connect(trustingEveryone(), gateway, "a.example", "TLSv1.2"))
                    .isInstanceOf(SSLException.class);
            try (SSLSocket socket = connect(trustingEveryone(), gateway, "a.example", "TLSv1.3")) {
                assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
            }
        }
    }

    @Test
    void agreesOnHttp11WithClientsThatAsk() throws Exception {
        try (TestGateway gateway = secured(TestGateway.snapshot(_ -> null));
                SSLSocket socket = (SSLSocket) trustingEveryone()
                        .getSocketFactory()
                        .createSocket("127.0.0.1", gateway.address().getPort())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
        }
    }

    @Test
    void closesConnectionsBeyondTheLimitOfHandshakes() throws Exception {
        try (TestGateway gateway = TestGateway.start(
                TestGateway.snapshot(_ -> null),
                settings -> settings.withListen(List.of(ListenAddress.tls("127.0.0.1", 0)))
                        .withTls(TlsSettings.defaults().withHandshakes(Duration.ofMinutes(1), 1)))) {
            try (Socket silent = gateway.client().socket();
                    Socket beyond = gateway.client().socket()) {
                assertThat(silent.isConnected()).isTrue();
                assertThat(ends(beyond)).isTrue();
            }
            boolean taken = false;
            while (!taken) {
                try (SSLSocket later = connect(gateway, "a.example")) {
                    taken = later.isConnected();
                } catch (IOException _) {
                    // The gateway has not yet heard that the first one has gone.
                }
            }
        }
    }

    @Test
    void closesConnectionsWhoseHandshakeTakesTooLong() throws Exception {
        try (TestGateway gateway = TestGateway.start(
                        TestGateway.snapshot(_ -> null),
                        settings -> settings.withListen(List.of(ListenAddress.tls("127.0.0.1", 0)))
                                .withTls(TlsSettings.defaults().withHandshakes(Duration.ofMillis(50), 10)));
                Socket silent = gateway.client().socket();
                Socket halfway = gateway.client().socket()) {
            halfway.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1});
            assertThat(ends(silent)).isTrue();
            assertThat(ends(halfway)).isTrue();
        }
    }

    /** Whether the gateway ends a connection, with or without an alert. */
    private static boolean ends(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (SocketException _) {
            return true;
        }
    }

    @Test
    void tellsRoutingAndEndpointAndSecuresTheCookie() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    Message request = connection.read();
                    String proto = request.field("X-Forwarded-Proto");
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + proto.length() + "\r\n\r\n" + proto);
                });
                TestGateway gateway = secured(TestGateway.snapshot(
                        UnaryOperator.identity(),
                        route -> route.protocols(List.of(Protocol.HTTPS)),
                        (request, failed) -> {
                            assertThat(request.sni()).isEqualTo("shop.example");
                            Members members = Members.of(List.of(new WeightedEndpoint(origin.endpoint(), 1)));
                            return new StickySessions(members, "sid", "/").select(request, failed);
                        }));
                RawExchange client = new RawExchange(connect(gateway, "shop.example"))) {
            Message response = client.send(GET).read();
            assertThat(response.body()).isEqualTo("https");
            assertThat(response.field("Set-Cookie")).startsWith("sid=").endsWith("; HttpOnly; SameSite=Lax; Secure");
        }
    }

    @Test
    void speaksTlsToEndpoints() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway secured = secured(TestGateway.snapshot(origin.endpoint()));
                TestGateway gateway = TestGateway.start(TestGateway.snapshot(
                        service -> service.protocol(Protocol.HTTPS),
                        UnaryOperator.identity(),
                        TestGateway.inOrder(new Endpoint(
                                UUID.randomUUID(),
                                "localhost",
                                secured.address().getPort()))))) {
            for (int i = 0; i < 3; i++) {
                assertThat(gateway.exchange(GET).body()).isEqualTo("ok");
            }
        }
    }

    @Test
    void waitsForAHandshakeAsLongAsForAConnection() throws Exception {
        try (ScriptedOrigin origin =
                        new ScriptedOrigin((connection, _) -> connection.in().readAllBytes());
                TestGateway gateway = TestGateway.start(TestGateway.snapshot(
                        service -> service.protocol(Protocol.HTTPS)
                                .connectTimeout(Duration.ofMillis(50))
                                .retries(0),
                        UnaryOperator.identity(),
                        TestGateway.inOrder(origin.endpoint())))) {
            assertThat(gateway.exchange(GET).status()).isEqualTo(504);
            assertThat(gateway.awaitEnded().failure()).hasToString("CONNECT_TIMEOUT");
        }
    }

    @Test
    void verifiesEndpointsThatMustBe() throws Exception {
        try (TestGateway secured = secured(TestGateway.snapshot(_ -> null));
                TestGateway gateway = TestGateway.start(TestGateway.snapshot(
                        service -> service.protocol(Protocol.HTTPS).tlsVerify(true),
                        UnaryOperator.identity(),
                        TestGateway.inOrder(new Endpoint(
                                UUID.randomUUID(),
                                "localhost",
                                secured.address().getPort()))))) {
            assertThat(gateway.exchange(GET).status()).isEqualTo(502);
            assertThat(gateway.awaitEnded().failure()).hasToString("CONNECT_TLS");
        }
    }

    private static final class TrustEveryone implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
