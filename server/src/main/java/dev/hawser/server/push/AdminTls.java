package dev.hawser.server.push;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How TLS to an Admin API is checked.
 *
 * @param authorities the certificates of authorities that are trusted; empty for the platform's
 * @param check what is checked of the gateway's certificate
 * @param identity what the controller shows of itself; {@code null} for nothing
 */
public record AdminTls(
        List<X509Certificate> authorities,
        Check check,
        @Nullable Identity identity) {

    private static final char[] NO_PASSWORD = {};

    /** Trusts as the platform does, for the names in the URLs. */
    public static final AdminTls DEFAULT = new AdminTls(List.of(), new Check.UrlName(), null);

    public AdminTls {
        authorities = List.copyOf(authorities);
    }

    /** What is checked of a gateway's certificate. */
    public sealed interface Check {

        /** That it is trusted, and is for the host of the URL. */
        record UrlName() implements Check {}

        /** That it is trusted, and is for another name. */
        record Name(String serverName) implements Check {}

        /** Nothing: whoever is on the way may read and change everything. */
        record Nothing() implements Check {}
    }

    /** A certificate chain, the leaf first, and its private key. */
    public record Identity(List<X509Certificate> chain, PrivateKey key) {

        public Identity {
            chain = List.copyOf(chain);
        }

        @Override
        public String toString() {
            return chain.getFirst().getSubjectX500Principal().toString();
        }
    }

    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), new TrustManager[] {trust()}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS could not be set up", e);
        }
    }

    private X509ExtendedTrustManager trust() throws GeneralSecurityException, IOException {
        if (check instanceof Check.Nothing) {
            return new TrustAnyone();
        }
        KeyStore store = null;
        if (!authorities.isEmpty()) {
            store = emptyStore();
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        X509ExtendedTrustManager platform = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        return check instanceof Check.Name(String serverName) ? new TrustName(platform, serverName) : platform;
    }

    private KeyManager @Nullable [] keys() throws GeneralSecurityException, IOException {
        if (identity == null) {
            return null;
        }
        KeyStore store = emptyStore();
        store.setKeyEntry(
                "controller", identity.key(), NO_PASSWORD, identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
