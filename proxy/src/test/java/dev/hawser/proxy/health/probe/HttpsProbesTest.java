package dev.hawser.proxy.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Certificate;
import dev.hawser.config.Healthchecks;
import dev.hawser.proxy.health.ActiveChecks;
import dev.hawser.proxy.health.CheckResult;
import dev.hawser.proxy.tls.Certificates;
import dev.hawser.testing.NoBufferLeaks;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Objects;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Probes by HTTPS over real sockets: which certificates are trusted, and what is shown to the endpoint. */
@Timeout(60)
@ExtendWith(NoBufferLeaks.class)
class HttpsProbesTest {

    private final Probing probing = Probing.start();

    @AfterEach
    void close() {
        probing.close();
    }

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
        X509Bundle certificate = ProbeCertificates.certificate(name, kind);
        try (FakePod pod = new FakePod(FakePod.status(200), ProbeCertificates.sockets(certificate))) {
            CheckResult result = probing.probe(
                    Probing.checks(Healthchecks.Type.HTTPS, Probing.LONG, hostHeader, sni, true), pod.port());
            if (trusted) {
                assertThat(result).isEqualTo(new CheckResult.Status(200));
            } else {
                assertThat(result).isInstanceOf(CheckResult.ConnectionFailed.class);
            }
            // Who is not verified is trusted.
            assertThat(probing.probe(
                            Probing.checks(Healthchecks.Type.HTTPS, Probing.LONG, hostHeader, sni, false), pod.port()))
                    .isEqualTo(new CheckResult.Status(200));
        }
    }

    @Test
    void theCertificateOfTheUpstreamIsShown() throws Exception {
        Certificate client = Certificates.entity(Certificates.of("gateway.example", ProbeCertificates.AUTHORITY));
        ActiveChecks anonymous = Probing.checks(Healthchecks.Type.HTTPS, Probing.LONG, "app.example", null, true);
        ActiveChecks known = Objects.requireNonNull(ActiveChecks.of(
                new Healthchecks.Active(
                        Healthchecks.Type.HTTPS, 600, null, null, null, null, Map.of(), Probing.healthy(), null),
                "app.example",
                client));
        try (FakePod pod = new FakePod(
                FakePod.status(200),
                new DemandingSockets(
                        ProbeCertificates.serverSide(ProbeCertificates.certificate("app.example", "valid"))))) {
            assertThat(probing.probe(known, pod.port())).isEqualTo(new CheckResult.Status(200));
            assertThat(probing.probe(anonymous, pod.port())).isInstanceOf(CheckResult.ConnectionFailed.class);
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
            assertThat(probing.probe(
                            Probing.checks(Healthchecks.Type.HTTPS, Probing.LONG, null, null, false), pod.port()))
                    .isInstanceOf(CheckResult.ConnectionFailed.class);
        }
    }
}
