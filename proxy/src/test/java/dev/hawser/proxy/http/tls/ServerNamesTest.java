package dev.hawser.proxy.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Certificate;
import dev.hawser.config.Sni;
import dev.hawser.proxy.tls.Certificates;
import dev.hawser.proxy.tls.TlsProvider;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerNamesTest {

    private static final ByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

    private final AtomicReference<List<Certificate>> configured = new AtomicReference<>(List.of());
    private final ServerNames names = new ServerNames(
            TlsSettings.of(TlsProvider.BORINGSSL), ApplicationProtocols.HTTP_1, configured::get, () -> 0);

    private SslContext contextOf(String name) {
        SslHandler handler = names.handler(name, ALLOCATOR);
        ReferenceCountUtil.release(handler.engine());
        return names.leased(name);
    }

    private static Certificate certificate(String... serverNames) {
        return Certificates.entity(Certificates.of(serverNames[0], null), serverNames);
    }

    @Test
    void aContextIsFreedWhenItsLastConnectionHasGone() {
        configured.set(List.of(certificate("shop.example")));
        SslHandler open = names.handler("shop.example", ALLOCATOR);
        SslContext context = contextOf("shop.example");
        ReferenceCountUtil.release(context);

        configured.set(List.of(certificate("shop.example")));
        SslContext next = contextOf("shop.example");
        assertThat(next).isNotSameAs(context);
        assertThat(((ReferenceCounted) context).refCnt()).isOne();
        assertThat(open.engine()).isInstanceOf(ReferenceCountedOpenSslEngine.class);
        ReferenceCountUtil.release(open.engine());
        assertThat(((ReferenceCounted) context).refCnt()).isZero();

        ReferenceCountUtil.release(next);
        names.close();
        assertThat(((ReferenceCounted) next).refCnt()).isZero();
    }

    @Test
    void aHundredRotationsLeaveOneContext() {
        List<SslContext> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            configured.set(List.of(certificate("shop.example")));
            SslContext context = contextOf("shop.example");
            ReferenceCountUtil.release(context);
            all.add(context);
        }
        assertThat(all).doesNotHaveDuplicates();
        assertThat(all.stream()
                        .mapToInt(context -> ((ReferenceCounted) context).refCnt())
                        .sum())
                .isOne();
        names.close();
    }

    @Test
    void theContextOfAnUnchangedCertificateStays() {
        Certificate kept = certificate("shop.example");
        configured.set(List.of(kept, certificate("other.example")));
        SslContext before = contextOf("shop.example");
        configured.set(List.of(
                new Certificate(kept.id(), kept.cert(), kept.key(), kept.snis(), kept.tags()),
                certificate("other.example")));
        SslContext after = contextOf("shop.example");
        assertThat(after).isSameAs(before);
        ReferenceCountUtil.release(before, 2);
        names.close();
    }

    @Test
    void aCertificateThatCannotBeUsedCostsNobodyElse() {
        Certificate broken = new Certificate(
                UUID.randomUUID(),
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                List.of(new Sni(null, "broken.example", List.of())),
                List.of());
        configured.set(List.of(broken, certificate("shop.example")));
        SslContext shown = contextOf("broken.example");
        SslContext byDefault = contextOf("unknown.example");
        SslContext shop = contextOf("shop.example");
        assertThat(shown).isSameAs(byDefault).isNotSameAs(shop);
        List.of(shown, byDefault, shop).forEach(ReferenceCountUtil::release);
        names.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ecp256, TLSv1.2", "ecp256, TLSv1.3",
        "ecp384, TLSv1.2", "ecp384, TLSv1.3",
        "rsa2048, TLSv1.2", "rsa2048, TLSv1.3",
        "ed25519, TLSv1.2", "ed25519, TLSv1.3",
        "ed448, TLSv1.2", "ed448, TLSv1.3",
    })
    void everyKeyOfAConfigurationIsServed(CertificateBuilder.Algorithm algorithm, String version) throws Exception {
        X509Bundle bundle = new CertificateBuilder()
                .algorithm(algorithm)
                .subject("CN=shop.example")
                .addSanDnsName("shop.example")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        configured.set(List.of(Certificates.entity(bundle, "shop.example")));
        SslContext client = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols(version)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm("")
                .build();
        try (EmbeddedHandshake handshake =
                EmbeddedHandshake.of(names.handler("shop.example", ALLOCATOR), client.newHandler(ALLOCATOR))) {
            assertThat(handshake.client().handshakeFuture().cause()).isNull();
            assertThat(handshake.client().engine().getSession().getPeerCertificates())
                    .containsExactly(bundle.getCertificate());
        }
        names.close();
    }
}
