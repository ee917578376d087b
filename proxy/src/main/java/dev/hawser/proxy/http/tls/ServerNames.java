package dev.hawser.proxy.http.tls;

import dev.hawser.config.Certificate;
import dev.hawser.config.Sni;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.Mapping;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the certificate for a server name (RFC 6066 section 3): the name itself, else {@code *.rest}, else {@code
 * first.*}, else the name {@code *}, else a self-signed one. Contexts are made when first asked for and kept for as long
 * as their certificate is configured. Any thread.
 */
public final class ServerNames implements Mapping<String, SslContext> {

    private static final Logger log = LoggerFactory.getLogger(ServerNames.class);

    private final Supplier<List<Certificate>> certificates;
    private final SslContext fallback = DefaultCertificate.context();
    private final Map<Certificate, SslContext> contexts = new ConcurrentHashMap<>();

    /** Written by whichever event loop sees a new list first, read by all; a stale one serves one handshake more. */
    private volatile Table table = Table.of(List.of());

    /** @param certificates those of the current configuration */
    public ServerNames(Supplier<List<Certificate>> certificates) {
        this.certificates = certificates;
    }

    @Override
    public SslContext map(@Nullable String serverName) {
        Certificate certificate = current().find(serverName == null ? "" : serverName.toLowerCase(Locale.ROOT));
        return certificate == null ? fallback : contexts.computeIfAbsent(certificate, this::contextOf);
    }

    // Identity is enough, and comparing contents would cost every handshake.
    @SuppressWarnings("ReferenceEquality")
    private Table current() {
        List<Certificate> configured = certificates.get();
        Table known = table;
        if (known.source() == configured) {
            return known;
        }
        Table fresh = Table.of(configured);
        contexts.keySet().retainAll(new HashSet<>(configured));
        table = fresh;
        return fresh;
    }

    /** A certificate that cannot be used costs its own names their handshakes' trust, and nothing else. */
    private SslContext contextOf(Certificate certificate) {
        try {
            X509Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(certificate.cert().getBytes(StandardCharsets.US_ASCII)))
                    .toArray(new X509Certificate[0]);
            return SslContextBuilder.forServer(PrivateKeys.parse(certificate.key()), chain)
                    .applicationProtocolConfig(ApplicationProtocolConfig.DISABLED)
                    .build();
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            log.atError()
                    .addKeyValue("certificate", certificate.id())
                    .setCause(e)
                    .log("Certificate cannot be used");
            return fallback;
        }
    }

    /**
     * The certificates by name.
     *
     * @param source the list that it was made of, compared by identity
     */
    private record Table(List<Certificate> source, Map<String, Certificate> byName) {

        static Table of(List<Certificate> source) {
            Map<String, Certificate> byName = new HashMap<>();
            for (Certificate certificate : source) {
                for (Sni sni : certificate.snis()) {
                    byName.putIfAbsent(sni.name().toLowerCase(Locale.ROOT), certificate);
                }
            }
            return new Table(source, byName);
        }

        @Nullable
        Certificate find(String name) {
            Certificate exact = byName.get(name);
            if (exact != null) {
                return exact;
            }
            int first = name.indexOf('.');
            Certificate wildcard = first < 0 ? null : byName.get("*" + name.substring(first));
            if (wildcard == null && first >= 0) {
                wildcard = byName.get(name.substring(0, name.lastIndexOf('.')) + ".*");
            }
            return wildcard == null ? byName.get("*") : wildcard;
        }
    }
}
