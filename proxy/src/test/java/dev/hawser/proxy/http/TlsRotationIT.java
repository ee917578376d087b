package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.GatewayConfig;
import dev.hawser.proxy.http.tls.TlsSettings;
import dev.hawser.proxy.runtime.RuntimeSnapshot;
import dev.hawser.proxy.tls.Certificates;
import dev.hawser.proxy.tls.TlsProvider;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates are exchanged while clients shake hands and ask: no handshake and no request fails. */
class TlsRotationIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final int ROTATIONS = 100;
    private static final int CLIENTS = 4;

    private final X509Bundle authority = Certificates.authority("rotation", null);
    private final Set<X509Certificate> seen = ConcurrentHashMap.newKeySet();
    private final List<Throwable> failures = new ArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger handshakes = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    private RuntimeSnapshot rotated(RuntimeSnapshot snapshot, X509Bundle certificate) {
        GatewayConfig config = new GatewayConfig(
                List.of(), List.of(), List.of(), List.of(Certificates.entity(certificate, "shop.example")));
        return new RuntimeSnapshot(1, config, snapshot.router(), Map.of());
    }

    /** Clients verify: a certificate of no configuration would fail the handshake. */
    private SSLContext trusting() throws GeneralSecurityException {
        TrustManagerFactory trust;
        try {
            trust = authority.toTrustManagerFactory();
        } catch (Exception e) {
            throw new GeneralSecurityException(e);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private SSLSocket connect(SSLContext context, TestGateway gateway) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("127.0.0.1", gateway.address().getPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName("shop.example")));
        parameters.setEndpointIdentificationAlgorithm("");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        handshakes.incrementAndGet();
        seen.add((X509Certificate) socket.getSession().getPeerCertificates()[0]);
        return socket;
    }

    /** One request for each connection, some of them resumed, or all on one. */
    private void ask(TestGateway gateway, boolean reconnects, CountDownLatch started) {
        try {
            SSLContext context = trusting();
            do {
                try (RawExchange client = new RawExchange(connect(context, gateway))) {
                    do {
                        assertThat(client.send(GET).read().status()).isEqualTo(200);
                        requests.incrementAndGet();
                        started.countDown();
                    } while (!reconnects && !over.get());
                }
            } while (!over.get());
        } catch (IOException | GeneralSecurityException | RuntimeException | AssertionError e) {
            synchronized (failures) {
                failures.add(e);
            }
            started.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void failsNothingWhileCertificatesAreRotated(TlsProvider provider) throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            RuntimeSnapshot plain = TestGateway.snapshot(origin.endpoint());
            X509Bundle current = Certificates.of("shop.example", authority);
            try (TestGateway gateway = TestGateway.start(
                    rotated(plain, current),
                    settings -> settings.withListen(List.of(ListenAddress.tls("127.0.0.1", 0)))
                            .withEventLoops(2)
                            .withTls(TlsSettings.of(provider)))) {
                CountDownLatch started = new CountDownLatch(CLIENTS);
                List<Thread> clients = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    boolean reconnects = i > 0;
                    clients.add(Thread.ofPlatform().start(() -> ask(gateway, reconnects, started)));
                }
                started.await();
                for (int i = 0; i < ROTATIONS; i++) {
                    current = Certificates.of("shop.example", authority);
                    gateway.publish(rotated(plain, current));
                    // Of so many handshakes one at least began after the certificate was there.
                    int before = handshakes.get();
                    while (handshakes.get() < before + CLIENTS && failures.isEmpty()) {
                        Thread.onSpinWait();
                    }
                }
                over.set(true);
                for (Thread client : clients) {
                    client.join();
                }
                try (SSLSocket last = connect(trusting(), gateway)) {
                    assertThat(last.getSession().getPeerCertificates()[0]).isEqualTo(current.getCertificate());
                }
            }
        }
        assertThat(failures).isEmpty();
        assertThat(seen).hasSizeGreaterThanOrEqualTo(ROTATIONS);
        assertThat(requests.get()).isGreaterThan(ROTATIONS);
    }
}
