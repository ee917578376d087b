package dev.hawser.proxy.tls;

import dev.hawser.config.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom the gateway trusts where a service does not say, as Kong's {@code lua_ssl_trusted_certificate} and {@code
 * lua_ssl_verify_depth}.
 *
 * @param authorities who may have issued a certificate
 * @param depth how many intermediate certificates may stand between it and theirs, 0 to {@value #MAX_DEPTH}; default
 *     {@value #DEFAULT_DEPTH}
 */
public record TrustSettings(Set<X509Certificate> authorities, int depth) {

    public static final int DEFAULT_DEPTH = 1;
    public static final int MAX_DEPTH = 64;
    /** Stands for the authorities of the Java platform. */
    public static final String SYSTEM = "system";

    public TrustSettings {
        authorities = Set.copyOf(authorities);
        if (depth < 0 || depth > MAX_DEPTH) {
            throw new IllegalArgumentException("depth: " + depth + " (expected: 0 to " + MAX_DEPTH + ")");
        }
    }

    /** The authorities of the Java platform, with the default depth. */
    public static TrustSettings system() {
        return new TrustSettings(Platform.AUTHORITIES, DEFAULT_DEPTH);
    }

    /**
     * Reads a list separated by commas: {@value #SYSTEM}, and files of certificates in PEM.
     *
     * @param setting the name of the setting, for messages
     * @throws IllegalArgumentException if an entry is neither
     */
    public static Set<X509Certificate> parse(String setting, String text) {
        Set<X509Certificate> all = new LinkedHashSet<>();
        for (String entry : text.split(",", -1)) {
            String name = entry.strip();
            all.addAll(name.equals(SYSTEM) ? Platform.AUTHORITIES : ofFile(setting, name));
        }
        return all;
    }

    private static Set<X509Certificate> ofFile(String setting, String name) {
        try {
            return new LinkedHashSet<>(Pem.certificates(Files.readString(Path.of(name), StandardCharsets.ISO_8859_1)));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    setting + ": " + name + " (expected: " + SYSTEM + " or a file of certificates in PEM)", e);
        }
    }

    static Set<TrustAnchor> anchors(Iterable<X509Certificate> authorities) {
        Set<TrustAnchor> anchors = new LinkedHashSet<>();
        authorities.forEach(authority -> anchors.add(new TrustAnchor(authority, null)));
        return anchors;
    }

    /** Read once, when first asked for: there are more than a hundred. */
    private static final class Platform {

        static final Set<X509Certificate> AUTHORITIES = read();

        private static Set<X509Certificate> read() {
            Set<X509Certificate> issuers = new LinkedHashSet<>();
            try {
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init((@Nullable KeyStore) null);
                for (TrustManager manager : factory.getTrustManagers()) {
                    if (manager instanceof X509TrustManager trust) {
                        issuers.addAll(Set.of(trust.getAcceptedIssuers()));
                    }
                }
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(
                        "trusted authorities: not readable (expected: those of the platform)", e);
            }
            return issuers;
        }
    }
}
