package dev.hawser.proxy.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Certificate;
import dev.hawser.proxy.http.tls.TlsSessions.Tickets;
import dev.hawser.proxy.tls.Certificates;
import dev.hawser.proxy.tls.TlsProvider;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the sessions of BoringSSL are taken up again, by the gateway's own clock. */
class TicketLifetimeTest {

    private static final String NAME = "shop.example";
    private static final Duration TIMEOUT = Duration.ofHours(1);

    private final AtomicLong nanoTime = new AtomicLong();
    private final AtomicInteger certificatesSeen = new AtomicInteger();
    private final List<Certificate> certificates = List.of(Certificates.entity(Certificates.of(NAME, null), NAME));
    private final ServerNames names = new ServerNames(
            TlsSettings.of(TlsProvider.BORINGSSL).withSessions(new TlsSessions(Tickets.ON, TIMEOUT, 0)),
            ApplicationProtocols.HTTP_1,
            () -> certificates,
            nanoTime::get);

    @AfterEach
    void close() {
        names.close();
    }

    /** Keys are looked at when somebody comes: nobody did between the two handshakes. */
    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, PT0S, true",
        "TLSv1.3, PT1H30M, true",
        "TLSv1.3, PT1H31M, false",
        "TLSv1.3, PT47H, false",
        "TLSv1.2, PT1H30M, true",
        "TLSv1.2, PT1H31M, false",
    })
    void aTicketIsTakenForAsLongAsItsKeyIsKept(String version, Duration later, boolean taken) throws Exception {
        SslContext client = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols(version)
                .trustManager(new Counting())
                .endpointIdentificationAlgorithm("")
                .build();
        handshake(client);
        nanoTime.addAndGet(later.toNanos());
        handshake(client);
        assertThat(certificatesSeen).as("certificates shown").hasValue(taken ? 1 : 2);
    }

    private void handshake(SslContext context) throws Exception {
        SslHandler secured = context.newHandler(UnpooledByteBufAllocator.DEFAULT, NAME, 443);
        try (EmbeddedHandshake handshake =
                EmbeddedHandshake.of(names.handler(NAME, UnpooledByteBufAllocator.DEFAULT), secured)) {
            assertThat(handshake.client().handshakeFuture().isSuccess()).isTrue();
            // Tickets of TLS 1.3 go with the first data.
            assertThat(handshake.tell()).isPositive();
        }
    }

    /** Trusts everyone; a session that is taken up again shows no certificate (RFC 8446 section 2.2). */
    private final class Counting implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            certificatesSeen.incrementAndGet();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
