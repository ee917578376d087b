package dev.hawser.proxy.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Certificate;
import dev.hawser.config.Healthchecks;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.health.ActiveChecks;
import dev.hawser.proxy.health.CheckResult;
import dev.hawser.proxy.health.probe.FakeGrpcServer.Answer;
import dev.hawser.proxy.health.probe.FakeGrpcServer.Ending;
import dev.hawser.proxy.tls.Certificates;
import dev.hawser.proxy.tls.TrustSettings;
import dev.hawser.testing.NoBufferLeaks;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Probes over real sockets. What hangs is given a second, the shortest timeout there is. */
@Timeout(60)
@ExtendWith(NoBufferLeaks.class)
class NettyProbesTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private static final X509Bundle AUTHORITY = newAuthority();

    private final NettyProbes probes =
            NettyProbes.start(new TrustSettings(Set.of(AUTHORITY.getCertificate()), TrustSettings.DEFAULT_DEPTH));

    private static X509Bundle newAuthority() {
        try {
            return new CertificateBuilder()
                    .ecp256()
                    .subject("CN=probes")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new IllegalStateException("certificate: not made (expected: one)", e);
        }
    }

    @AfterEach
    void close() {
        probes.close();
    }

    // HTTP

    @ParameterizedTest
    @ValueSource(ints = {100, 200, 302, 404, 500, 503, 599, 999})
    void tellsTheStatus(int code) throws Exception {
        try (FakePod pod = new FakePod(FakePod.status(code))) {
            assertThat(probe(http(), pod.port())).isEqualTo(new CheckResult.Status(code));
        }
    }

    @Test
    void asksForThePathWithTheFieldsAndTheHost() throws Exception {
        try (FakePod pod = new FakePod(FakePod.status(200))) {
            probe(http(), pod.port());
            assertThat(pod.heads.poll(10, TimeUnit.SECONDS))
                    .startsWith("GET /healthz?full=1 HTTP/1.0\nHost: 127.0.0.1\n")
                    .contains("\nx-probe: a\nx-probe: b\n")
                    .contains("\nUser-Agent: hawser-healthcheck\n");
        }
    }

    @Test
    void theUpstreamsHostHeaderIsTheHost() throws Exception {
        try (FakePod pod = new FakePod(FakePod.status(200))) {
            probe(checks(Healthchecks.Type.HTTP, LONG, "app.example:8080", null, true), pod.port());
            assertThat(pod.heads.poll(10, TimeUnit.SECONDS)).contains("\nHost: app.example:8080\n");
        }
    }

    @Test
    void aConfiguredHostTakesThePlaceOfTheProbes() throws Exception {
        ActiveChecks checks = ActiveChecks.of(
                new Healthchecks.Active(
                        null, 600, null, null, null, null, Map.of("host", List.of("mine")), healthy(), null),
                "app.example",
                null);
        try (FakePod pod = new FakePod(FakePod.status(200))) {
            probe(Objects.requireNonNull(checks), pod.port());
            assertThat(pod.heads.poll(10, TimeUnit.SECONDS))
                    .contains("\nhost: mine\n")
                    .doesNotContain("app.example");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SSH-2.0-x\r\n", "HTTP/1.1 OK\r\n", "HTTP/1.1 20\r\n", "HTTP/1.1 2000 X\r\n", "\r\n", "{}\n"})
    void whatHasNoStatusFails(String answer) throws Exception {
        try (FakePod pod = new FakePod(answer)) {
            assertThat(probe(http(), pod.port())).isEqualTo(new CheckResult.Status(CheckResult.Status.NO_STATUS));
        }
    }

    @Test
    void aLineWithoutEndIsGivenUp() throws Exception {
        try (FakePod pod = new FakePod("x".repeat(100_000))) {
            assertThat(probe(http(), pod.port())).isEqualTo(new CheckResult.Status(CheckResult.Status.NO_STATUS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"H", "HTTP/1.1 200 OK"})
    void aConnectionThatClosesBeforeTheLineEndsHasFailed(String answer) throws Exception {
        try (FakePod pod = new FakePod(answer)) {
            assertThat(probe(http(), pod.port())).isInstanceOf(CheckResult.ConnectionFailed.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Healthchecks.Type.class)
    void aRefusedConnectionHasFailed(Healthchecks.Type type) throws Exception {
        int port;
        try (FakePod pod = new FakePod("")) {
            port = pod.port();
        }
        assertThat(probe(checks(type, LONG, null, null, true), port)).isInstanceOf(CheckResult.ConnectionFailed.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Healthchecks.Type.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TCP"})
    void anEndpointThatHangsTimesOut(Healthchecks.Type type) throws Exception {
        try (FakePod pod = new FakePod("")) {
            assertThat(probe(checks(type, SHORT, null, null, true), pod.port())).isEqualTo(new CheckResult.TimedOut());
        }
    }

    @Test
    void aNameWithoutAddressIsTold() throws Exception {
        Endpoint nowhere = new Endpoint(UUID.randomUUID(), "nowhere.invalid", 80);
        CheckResult result = probe(checks(Healthchecks.Type.HTTP, Duration.ofSeconds(30), null, null, true), nowhere);
        assertThat(result).isEqualTo(new CheckResult.Unresolved());
    }

    @Test
    void aNameIsLookedUp() throws Exception {
        try (FakePod pod = new FakePod(FakePod.status(200))) {
            Endpoint local = new Endpoint(UUID.randomUUID(), "localhost", pod.port());
            assertThat(probe(http(), local)).isEqualTo(new CheckResult.Status(200));
            assertThat(pod.heads.poll(10, TimeUnit.SECONDS)).contains("\nHost: localhost\n");
        }
    }

    @Test
    void cancellingClosesTheConnection() throws Exception {
        try (FakePod pod = new FakePod("")) {
            CompletableFuture<CheckResult> told = new CompletableFuture<>();
            CompletableFuture<Runnable> cancel = new CompletableFuture<>();
            probes.execute(() -> cancel.complete(probes.prober(http()).probe(endpoint(pod.port()), told::complete)));
            assertThat(pod.heads.poll(10, TimeUnit.SECONDS)).isNotNull();
            probes.execute(cancel.get());
            assertThat(pod.hangups.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(told).isNotDone();
        }
    }

    @Test
    void theConnectionIsClosedWhenTheStatusIsThere() throws Exception {
        try (FakePod pod = new FakePod("HTTP/1.1 200 OK\r\n", ServerSocketFactory.getDefault(), FakePod.After.STAYS)) {
            assertThat(probe(http(), pod.port())).isEqualTo(new CheckResult.Status(200));
            assertThat(pod.hangups.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    // TCP

    @Test
    void aConnectionIsEnoughForTcp() throws Exception {
        try (FakePod pod = new FakePod("")) {
            assertThat(probe(checks(Healthchecks.Type.TCP, LONG, null, null, true), pod.port()))
                    .isEqualTo(new CheckResult.Connected());
        }
    }

    // HTTPS

    @ParameterizedTest(name = "certificate of {0} {1}, sni {2}, host header {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                // With https_sni, else the host header, else the endpoint's host.
                "app.example, valid, app.example, -, true",
                "app.example, valid, -, app.example, true",
                "app.example, valid, -, app.example:8443, true",
                "app.example, valid, app.example, other.example, true",
                "app.example, valid, other.example, app.example, false",
                "app.example, valid, -, -, false",
                "127.0.0.1, valid, -, -, true",
                "127.0.0.2, valid, -, -, false",
                "app.example, expired, app.example, -, false",
                "app.example, early, app.example, -, false",
                "app.example, untrusted, app.example, -, false",
            })
    void verifiesTheCertificate(
            String name, String kind, @Nullable String sni, @Nullable String hostHeader, boolean trusted)
            throws Exception {
        X509Bundle certificate = certificate(name, kind);
        try (FakePod pod = new FakePod(FakePod.status(200), sockets(certificate))) {
            CheckResult result = probe(checks(Healthchecks.Type.HTTPS, LONG, hostHeader, sni, true), pod.port());
            if (trusted) {
                assertThat(result).isEqualTo(new CheckResult.Status(200));
            } else {
                assertThat(result).isInstanceOf(CheckResult.ConnectionFailed.class);
            }
            // Who is not verified is trusted.
            assertThat(probe(checks(Healthchecks.Type.HTTPS, LONG, hostHeader, sni, false), pod.port()))
                    .isEqualTo(new CheckResult.Status(200));
        }
    }

    @Test
    void theCertificateOfTheUpstreamIsShown() throws Exception {
        Certificate client = Certificates.entity(Certificates.of("gateway.example", AUTHORITY));
        ActiveChecks anonymous = checks(Healthchecks.Type.HTTPS, LONG, "app.example", null, true);
        ActiveChecks known = Objects.requireNonNull(ActiveChecks.of(
                new Healthchecks.Active(
                        Healthchecks.Type.HTTPS, 600, null, null, null, null, Map.of(), healthy(), null),
                "app.example",
                client));
        try (FakePod pod = new FakePod(
                FakePod.status(200), new DemandingSockets(serverSide(certificate("app.example", "valid"))))) {
            assertThat(probe(known, pod.port())).isEqualTo(new CheckResult.Status(200));
            assertThat(probe(anonymous, pod.port())).isInstanceOf(CheckResult.ConnectionFailed.class);
        }
    }

    /** Sockets whose clients must show a certificate. */
    private static final class DemandingSockets extends ServerSocketFactory {

        private final SSLContext context;

        DemandingSockets(SSLContext context) {
            this.context = context;
        }

        private static ServerSocket demanding(ServerSocket socket) {
            ((SSLServerSocket) socket).setNeedClientAuth(true);
            return socket;
        }

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return demanding(context.getServerSocketFactory().createServerSocket(port));
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return demanding(context.getServerSocketFactory().createServerSocket(port, backlog));
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
            return demanding(context.getServerSocketFactory().createServerSocket(port, backlog, address));
        }
    }

    @Test
    void aServerThatSpeaksNoTlsHasFailed() throws Exception {
        try (FakePod pod =
                new FakePod(FakePod.status(200), ServerSocketFactory.getDefault(), FakePod.After.TALKS_FIRST)) {
            assertThat(probe(checks(Healthchecks.Type.HTTPS, LONG, null, null, false), pod.port()))
                    .isInstanceOf(CheckResult.ConnectionFailed.class);
        }
    }

    // gRPC

    @ParameterizedTest
    @CsvSource({"0, UNKNOWN", "2, NOT_SERVING", "3, SERVICE_UNKNOWN", "4, UNKNOWN"})
    void aServiceThatDoesNotServeIsTold(int status, String reason) throws Exception {
        assertThat(grpc(Answer.serving(status))).isEqualTo(new CheckResult.NotServing(reason));
    }

    @Test
    void aServiceThatServesIsTold() throws Exception {
        assertThat(grpc(Answer.serving(1))).isEqualTo(new CheckResult.Connected());
        // A field that we do not know follows: number 15, two bytes.
        assertThat(grpc(new Answer("200", "0", "0000000006" + "0801" + "7a020102", Ending.TRAILERS)))
                .isEqualTo(new CheckResult.Connected());
    }

    @ParameterizedTest
    @CsvSource(
            emptyValue = "",
            value = {
                "200, 12, '', TRAILERS, grpc-status 12",
                "200, 14, 00000000020801, TRAILERS, grpc-status 14",
                "200, evil value, 00000000020801, TRAILERS, no grpc-status",
                "503, 0, 00000000020801, TRAILERS, no HTTP status 200",
                "200, 0, 00000000020801, NO_TRAILERS, no grpc-status",
                "200, 0, '', TRAILERS, a response that is none",
                "200, 0, 01000000020801, TRAILERS, a response that is none",
                "200, 0, 00000000030801, TRAILERS, a response that is none",
                "200, 0, 000000000208ff, TRAILERS, a response that is none",
                "200, 0, 00000000020fff, TRAILERS, a response that is none",
                "200, 0, 00000000027a7f, TRAILERS, a response that is none",
                "200, 0, 0000000000, TRAILERS, UNKNOWN",
            })
    void anotherEndOfTheCallIsAFailure(
            String httpStatus, String grpcStatus, String message, Ending ending, String reason) throws Exception {
        assertThat(grpc(new Answer(httpStatus, grpcStatus, message, ending)))
                .isEqualTo(new CheckResult.NotServing(reason));
    }

    @Test
    void aStreamThatIsResetHasFailed() throws Exception {
        assertThat(grpc(new Answer("200", "0", "", Ending.RESET))).isInstanceOf(CheckResult.ConnectionFailed.class);
    }

    @Test
    void aCallWithoutEndTimesOut() throws Exception {
        try (FakeGrpcServer server = new FakeGrpcServer(new Answer("200", "0", "", Ending.NEVER), null)) {
            assertThat(probe(checks(Healthchecks.Type.GRPC, SHORT, null, null, true), server.port()))
                    .isEqualTo(new CheckResult.TimedOut());
        }
    }

    @Test
    void asksTheHealthServiceForTheWholeServer() throws Exception {
        try (FakeGrpcServer server = new FakeGrpcServer(Answer.serving(1), null)) {
            probe(checks(Healthchecks.Type.GRPC, LONG, "app.example", null, true), server.port());
            FakeGrpcServer.Asked asked = Objects.requireNonNull(server.asked.poll(10, TimeUnit.SECONDS));
            assertThat(asked.body()).isEqualTo("0000000000");
            assertThat(asked.head().method()).hasToString("POST");
            assertThat(asked.head().scheme()).hasToString("http");
            assertThat(asked.head().authority()).hasToString("app.example");
            assertThat(asked.head().path()).hasToString("/grpc.health.v1.Health/Check");
            assertThat(asked.head().get("content-type")).hasToString("application/grpc");
            assertThat(asked.head().get("te")).hasToString("trailers");
            assertThat(asked.head().getAll("x-probe"))
                    .map(CharSequence::toString)
                    .containsExactly("a", "b");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, valid", "1, untrusted", "1, expired", "2, valid"})
    void grpcsAsksOverTls(int status, String kind) throws Exception {
        X509Bundle certificate = certificate("app.example", kind);
        try (FakeGrpcServer server = new FakeGrpcServer(Answer.serving(status), serverContext(certificate, "h2"))) {
            CheckResult result = probe(checks(Healthchecks.Type.GRPCS, LONG, null, "app.example", true), server.port());
            if (!kind.equals("valid")) {
                assertThat(result).isInstanceOf(CheckResult.ConnectionFailed.class);
            } else if (status == 1) {
                assertThat(result).isEqualTo(new CheckResult.Connected());
                assertThat(Objects.requireNonNull(server.asked.poll(10, TimeUnit.SECONDS))
                                .head()
                                .scheme())
                        .hasToString("https");
            } else {
                assertThat(result).isEqualTo(new CheckResult.NotServing("NOT_SERVING"));
            }
        }
    }

    @Test
    void aServerOfTlsWithoutHttp2HasFailed() throws Exception {
        X509Bundle certificate = certificate("app.example", "valid");
        try (FakePod pod = new FakePod(FakePod.status(200), sockets(certificate))) {
            assertThat(probe(checks(Healthchecks.Type.GRPCS, LONG, null, "app.example", true), pod.port()))
                    .isEqualTo(new CheckResult.ConnectionFailed("no HTTP/2 by ALPN"));
        }
    }

    private CheckResult grpc(Answer answer) throws Exception {
        try (FakeGrpcServer server = new FakeGrpcServer(answer, null)) {
            return probe(checks(Healthchecks.Type.GRPC, LONG, null, null, true), server.port());
        }
    }

    private CheckResult probe(ActiveChecks checks, int port) throws Exception {
        return probe(checks, endpoint(port));
    }

    private CheckResult probe(ActiveChecks checks, Endpoint endpoint) throws Exception {
        CompletableFuture<CheckResult> told = new CompletableFuture<>();
        probes.execute(() -> probes.prober(checks).probe(endpoint, told::complete));
        return told.get(40, TimeUnit.SECONDS);
    }

    private static Endpoint endpoint(int port) {
        return new Endpoint(UUID.randomUUID(), "127.0.0.1", port);
    }

    private static ActiveChecks http() {
        return checks(Healthchecks.Type.HTTP, LONG, null, null, true);
    }

    private static ActiveChecks checks(
            Healthchecks.Type type,
            Duration timeout,
            @Nullable String hostHeader,
            @Nullable String sni,
            boolean verified) {
        return Objects.requireNonNull(ActiveChecks.of(
                new Healthchecks.Active(
                        type,
                        (int) timeout.toSeconds(),
                        null,
                        "/healthz?full=1",
                        sni,
                        verified,
                        Map.of("x-probe", List.of("a", "b")),
                        healthy(),
                        null),
                hostHeader,
                null));
    }

    private static Healthchecks.Healthy healthy() {
        return new Healthchecks.Healthy(null, 1, 1);
    }

    private static X509Bundle certificate(String name, String kind) throws Exception {
        Instant now = Instant.now();
        CertificateBuilder builder = new CertificateBuilder()
                .ecp256()
                .subject("CN=pod")
                .notBefore(now.plus(kind.equals("early") ? Duration.ofDays(1) : Duration.ofDays(-9)))
                .notAfter(now.plus(kind.equals("expired") ? Duration.ofDays(-1) : Duration.ofDays(9)));
        if (Character.isDigit(name.charAt(0))) {
            builder.addSanIpAddress(name);
        } else {
            builder.addSanDnsName(name);
        }
        return builder.buildIssuedBy(kind.equals("untrusted") ? newAuthority() : AUTHORITY);
    }

    private static ServerSocketFactory sockets(X509Bundle certificate) throws Exception {
        return serverSide(certificate).getServerSocketFactory();
    }

    private static SSLContext serverSide(X509Bundle certificate) throws Exception {
        KeyStore keys = certificate.toKeyStore(new char[0]);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), AUTHORITY.toTrustManagerFactory().getTrustManagers(), null);
        return context;
    }

    private static SslContext serverContext(X509Bundle certificate, String protocol) throws IOException {
        return SslContextBuilder.forServer(certificate.getKeyPair().getPrivate(), certificate.getCertificatePath())
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        protocol))
                .build();
    }
}
