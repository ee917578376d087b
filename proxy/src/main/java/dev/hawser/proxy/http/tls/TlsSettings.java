package dev.hawser.proxy.http.tls;

import dev.hawser.config.Certificate;
import dev.hawser.proxy.tls.TlsProvider;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How TLS is spoken with clients.
 *
 * @param provider who does the cryptography
 * @param versions at least one
 * @param suites of TLS 1.2 and before, the preferred ones first; without one those versions are not spoken
 * @param sessions how clients come back without a whole handshake
 * @param handshakeTimeout how long a handshake may take from the connection's beginning; default 10 seconds
 * @param maxHandshakes how many may be under way at once, at least 1; connections beyond are closed; default {@value
 *     #DEFAULT_MAX_HANDSHAKES}
 * @param defaultCertificate what clients are shown whose server name no configured certificate has; {@code null} means a
 *     self-signed one
 */
public record TlsSettings(
        TlsProvider provider,
        Set<TlsVersion> versions,
        List<CipherSuite> suites,
        TlsSessions sessions,
        Duration handshakeTimeout,
        int maxHandshakes,
        @Nullable Certificate defaultCertificate) {

    public static final int DEFAULT_MAX_HANDSHAKES = 4096;
    public static final Duration DEFAULT_HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    public TlsSettings {
        versions = EnumSet.copyOf(versions);
        suites = List.copyOf(suites);
        if (maxHandshakes < 1) {
            throw new IllegalArgumentException("handshakes: " + maxHandshakes + " (expected: at least 1)");
        }
        if (handshakeTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("handshake timeout: " + handshakeTimeout + " (expected: at least 1 ms)");
        }
    }

    /** The best provider, Mozilla's intermediate profile, and everything else at its default. */
    public static TlsSettings defaults() {
        return of(TlsProvider.best());
    }

    /** The same with this provider. */
    public static TlsSettings of(TlsProvider provider) {
        return new TlsSettings(
                provider,
                TlsProfile.INTERMEDIATE.versions(),
                TlsProfile.INTERMEDIATE.suites(),
                TlsSessions.DEFAULT,
                DEFAULT_HANDSHAKE_TIMEOUT,
                DEFAULT_MAX_HANDSHAKES,
                null);
    }

    /**
     * With other versions and suites.
     *
     * @throws IllegalArgumentException if the provider has none of the suites for TLS 1.2 and before
     */
    public TlsSettings withCiphers(Set<TlsVersion> otherVersions, List<CipherSuite> otherSuites) {
        List<CipherSuite> known =
                otherSuites.stream().filter(suite -> provider.has(suite.iana())).toList();
        if (known.isEmpty() && !otherVersions.equals(EnumSet.of(TlsVersion.TLS_1_3))) {
            throw new IllegalArgumentException("cipher suites: "
                    + otherSuites.stream().map(CipherSuite::openSsl).toList() + " (expected: at least one that "
                    + provider
                    + " has for TLS 1.2, or TLSv1.3 alone)");
        }
        return new TlsSettings(
                provider, otherVersions, known, sessions, handshakeTimeout, maxHandshakes, defaultCertificate);
    }

    public TlsSettings withSessions(TlsSessions other) {
        return new TlsSettings(provider, versions, suites, other, handshakeTimeout, maxHandshakes, defaultCertificate);
    }

    public TlsSettings withHandshakes(Duration timeout, int max) {
        return new TlsSettings(provider, versions, suites, sessions, timeout, max, defaultCertificate);
    }

    public TlsSettings withDefaultCertificate(@Nullable Certificate certificate) {
        return new TlsSettings(provider, versions, suites, sessions, handshakeTimeout, maxHandshakes, certificate);
    }
}
