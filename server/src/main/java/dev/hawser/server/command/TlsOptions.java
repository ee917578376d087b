package dev.hawser.server.command;

import dev.hawser.config.Certificate;
import dev.hawser.config.EntityIds;
import dev.hawser.config.Pem;
import dev.hawser.proxy.http.tls.CipherSuite;
import dev.hawser.proxy.http.tls.TlsProfile;
import dev.hawser.proxy.http.tls.TlsSessions;
import dev.hawser.proxy.http.tls.TlsSessions.Tickets;
import dev.hawser.proxy.http.tls.TlsSettings;
import dev.hawser.proxy.http.tls.TlsVersion;
import dev.hawser.proxy.tls.TrustSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The gateway's options for TLS, named as Kong Gateway names them. */
final class TlsOptions {

    private static final String CUSTOM = "custom";
    /** About what nginx keeps in a mebibyte. */
    private static final long SESSIONS_PER_MEBIBYTE = 4000;

    @Option(
            names = "--ssl-cipher-suite",
            paramLabel = "PROFILE",
            defaultValue = "intermediate",
            description = {
                "Which versions and cipher suites of TLS clients may use: Mozilla's modern, intermediate or old, or custom.",
                "Default: intermediate. Variable: KONG_SSL_CIPHER_SUITE."
            })
    private String profile = "intermediate";

    @Option(
            names = "--ssl-ciphers",
            paramLabel = "NAMES",
            description = {
                "With --ssl-cipher-suite custom: the suites of TLS 1.2 by OpenSSL's names, separated by colons, the "
                        + "preferred ones first. Those of TLS 1.3 are not chosen.",
                "Default: those of intermediate. Variable: KONG_SSL_CIPHERS."
            })
    private @Nullable String ciphers;

    @Option(
            names = "--ssl-protocols",
            paramLabel = "VERSIONS",
            description = {
                "The versions that clients may use: some of TLSv1, TLSv1.1, TLSv1.2 and TLSv1.3, separated by blanks.",
                "Default: those of --ssl-cipher-suite, which are TLSv1.2 and TLSv1.3. Variable: KONG_SSL_PROTOCOLS."
            })
    private @Nullable String protocols;

    @Option(
            names = "--ssl-session-tickets",
            paramLabel = "on|off",
            defaultValue = "on",
            description = {
                "Whether clients keep the state of their sessions, sealed with keys that live in memory only and change "
                        + "twice in the session timeout.",
                "Default: on. Variable: KONG_SSL_SESSION_TICKETS."
            })
    private String tickets = "on";

    @Option(
            names = "--ssl-session-timeout",
            paramLabel = "TIME",
            defaultValue = "1d",
            description = {
                "How long after a handshake a client may come back without another one, 1s to 7d. With TLS 1.3 up to half as "
                        + "long again, and at most 2d.",
                "Default: 1d. Variable: KONG_SSL_SESSION_TIMEOUT."
            })
    private String sessionTimeout = "1d";

    @Option(
            names = "--ssl-session-cache-size",
            paramLabel = "SIZE",
            defaultValue = "10m",
            description = {
                "How much is kept of the sessions of clients without tickets, for each certificate: 4000 sessions in 1m, "
                        + "none with 0.",
                "Default: 10m. Variable: KONG_SSL_SESSION_CACHE_SIZE."
            })
    private String cacheSize = "10m";

    @Option(
            names = "--ssl-cert",
            paramLabel = "FILE",
            description = {
                "The certificate in PEM that clients are shown whose server name has none; with --ssl-cert-key.",
                "Default: a self-signed one. Variable: KONG_SSL_CERT."
            })
    private @Nullable Path certificate;

    @Option(
            names = "--ssl-cert-key",
            paramLabel = "FILE",
            description = {"The private key in PEM of --ssl-cert.", "Default: none. Variable: KONG_SSL_CERT_KEY."})
    private @Nullable Path key;

    @Option(
            names = "--ssl-handshake-timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = {
                "How long a handshake may take from the beginning of the connection.",
                "Default: 10s. Variable: KONG_SSL_HANDSHAKE_TIMEOUT."
            })
    private String handshakeTimeout = "10s";

    @Option(
            names = "--ssl-max-handshakes",
            paramLabel = "COUNT",
            defaultValue = "4096",
            description = {
                "How many handshakes may be under way at once; connections beyond are closed.",
                "Default: 4096. Variable: KONG_SSL_MAX_HANDSHAKES."
            })
    private int maxHandshakes = TlsSettings.DEFAULT_MAX_HANDSHAKES;

    @Option(
            names = "--lua-ssl-trusted-certificate",
            paramLabel = "FILES",
            defaultValue = TrustSettings.SYSTEM,
            description = {
                "Whom services with tls_verify and health checks trust that name no authorities: files in PEM, separated "
                        + "by commas, or system for those of the Java platform.",
                "Default: system. Variable: KONG_LUA_SSL_TRUSTED_CERTIFICATE."
            })
    private String trusted = TrustSettings.SYSTEM;

    @Option(
            names = "--lua-ssl-verify-depth",
            paramLabel = "COUNT",
            defaultValue = "1",
            description = {
                "How many intermediate certificates may stand between an endpoint's and a trusted one, 0 to 64, where "
                        + "the service does not say.",
                "Default: 1. Variable: KONG_LUA_SSL_VERIFY_DEPTH."
            })
    private int depth = TrustSettings.DEFAULT_DEPTH;

    /**
     * How TLS is spoken with clients.
     *
     * @throws IllegalArgumentException if a value is none that its option takes
     */
    TlsSettings settings() {
        TlsSettings defaults = TlsSettings.defaults();
        TlsSettings chosen = defaults.withCiphers(versions(), suites())
                .withSessions(new TlsSessions(
                        ticketsOf(tickets),
                        limited(NginxValue.time("--ssl-session-timeout", sessionTimeout)),
                        cached()))
                .withDefaultCertificate(defaultCertificate());
        if (maxHandshakes < 1) {
            throw new IllegalArgumentException("--ssl-max-handshakes: " + maxHandshakes + " (expected: at least 1)");
        }
        return chosen.withHandshakes(NginxValue.time("--ssl-handshake-timeout", handshakeTimeout), maxHandshakes);
    }

    /**
     * Whom endpoints are verified against.
     *
     * @throws IllegalArgumentException if a value is none that its option takes
     */
    TrustSettings trust() {
        if (depth < 0 || depth > TrustSettings.MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "--lua-ssl-verify-depth: " + depth + " (expected: 0 to " + TrustSettings.MAX_DEPTH + ")");
        }
        return new TrustSettings(TrustSettings.parse("--lua-ssl-trusted-certificate", trusted), depth);
    }

    private TlsProfile profile() {
        // A custom profile is a changed intermediate one.
        return TlsProfile.parse(profile.equals(CUSTOM) ? "intermediate" : profile)
                .orElseThrow(() -> new IllegalArgumentException(
                        "--ssl-cipher-suite: " + profile + " (expected: modern, intermediate, old or custom)"));
    }

    private Set<TlsVersion> versions() {
        return protocols == null ? profile().versions() : TlsVersion.parseAll("--ssl-protocols", protocols);
    }

    private List<CipherSuite> suites() {
        if (ciphers == null) {
            return profile().suites();
        }
        if (!profile.equals(CUSTOM)) {
            throw new IllegalArgumentException(
                    "--ssl-ciphers: " + ciphers + " (expected: none unless --ssl-cipher-suite is custom)");
        }
        return CipherSuite.parseAll("--ssl-ciphers", ciphers);
    }

    private static Tickets ticketsOf(String text) {
        return switch (text) {
            case "on" -> Tickets.ON;
            case "off" -> Tickets.OFF;
            default -> throw new IllegalArgumentException("--ssl-session-tickets: " + text + " (expected: on or off)");
        };
    }

    private static Duration limited(Duration timeout) {
        if (timeout.toSeconds() < 1 || timeout.compareTo(TlsSessions.MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "--ssl-session-timeout: " + timeout.toSeconds() + "s (expected: 1s to 7d)");
        }
        return timeout;
    }

    private int cached() {
        long bytes = NginxValue.bytes("--ssl-session-cache-size", cacheSize);
        return (int) Math.min(Integer.MAX_VALUE, (bytes * SESSIONS_PER_MEBIBYTE) >> 20);
    }

    private @Nullable Certificate defaultCertificate() {
        if (certificate == null && key == null) {
            return null;
        }
        if (certificate == null || key == null) {
            throw new IllegalArgumentException(
                    "--ssl-cert: " + certificate + " with --ssl-cert-key: " + key + " (expected: both or none)");
        }
        String chain = read("--ssl-cert", certificate);
        String privateKey = read("--ssl-cert-key", key);
        check("--ssl-cert", certificate, () -> Pem.certificates(chain));
        check("--ssl-cert-key", key, () -> Pem.privateKey(privateKey));
        if (!Pem.belongsTo(Pem.privateKey(privateKey), Pem.certificates(chain).getFirst())) {
            throw new IllegalArgumentException(
                    "--ssl-cert-key: " + key + " (expected: the private key of " + certificate + ")");
        }
        return new Certificate(EntityIds.ofCertificate(chain), chain, privateKey, List.of(), List.of());
    }

    private static String read(String setting, Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalArgumentException(setting + ": " + file + " (expected: a file that can be read)", e);
        }
    }

    private static void check(String setting, Path file, Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(setting + ": " + file + ": " + e.getMessage(), e);
        }
    }
}
