package dev.hawser.proxy.health.probe;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates of endpoints, good ones and others, of one authority. */
final class ProbeCertificates {

    static final X509Bundle AUTHORITY = newAuthority();

    private ProbeCertificates() {}

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

    static X509Bundle certificate(String name, String kind) throws Exception {
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

    static ServerSocketFactory sockets(X509Bundle certificate) throws Exception {
        return serverSide(certificate).getServerSocketFactory();
    }

    static SSLContext serverSide(X509Bundle certificate) throws Exception {
        KeyStore keys = certificate.toKeyStore(new char[0]);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), AUTHORITY.toTrustManagerFactory().getTrustManagers(), null);
        return context;
    }

    static SslContext serverContext(X509Bundle certificate, String protocol) throws IOException {
        return SslContextBuilder.forServer(certificate.getKeyPair().getPrivate(), certificate.getCertificatePath())
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        protocol))
                .build();
    }
}
