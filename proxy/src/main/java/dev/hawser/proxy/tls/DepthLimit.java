package dev.hawser.proxy.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts as the Java platform does, but no certificate that is too far from an authority. The platform's own trust
 * managers take a chain as it was sent, however long the way.
 */
final class DepthLimit extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager platform;
    private final Set<TrustAnchor> anchors;
    private final int depth;

    private DepthLimit(X509ExtendedTrustManager platform, Set<TrustAnchor> anchors, int depth) {
        this.platform = platform;
        this.anchors = anchors;
        this.depth = depth;
    }

    /**
     * Trusts certificates of these authorities.
     *
     * @param depth how many intermediate certificates may stand between
     */
    static DepthLimit of(Set<TrustAnchor> anchors, int depth) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters(anchors, new X509CertSelector())));
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager platform) {
                return new DepthLimit(platform, anchors, depth);
            }
        }
        throw new GeneralSecurityException("trust manager: none for X.509 (expected: one of the platform)");
    }

    private static PKIXBuilderParameters parameters(Set<TrustAnchor> anchors, X509CertSelector target)
            throws GeneralSecurityException {
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
        parameters.setRevocationEnabled(false);
        return parameters;
    }

    /** Looks for a way that is short enough; the whole chain is one when it has no more certificates. */
    private void checkDepth(X509Certificate[] chain) throws CertificateException {
        if (chain.length - 1 <= depth) {
            return;
        }
        try {
            X509CertSelector endpoint = new X509CertSelector();
            endpoint.setCertificate(chain[0]);
            PKIXBuilderParameters parameters = parameters(anchors, endpoint);
            parameters.setMaxPathLength(depth);
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.of(chain))));
            var _ = CertPathBuilder.getInstance("PKIX").build(parameters);
        } catch (GeneralSecurityException e) {
            throw new CertificateException(
                    "certificate chain: too long (expected: at most " + depth + " intermediate certificates)", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        platform.checkServerTrusted(chain, type, engine);
        checkDepth(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        platform.checkServerTrusted(chain, type, socket);
        checkDepth(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        platform.checkServerTrusted(chain, type);
        checkDepth(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw clients();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw clients();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw clients();
    }

    private static CertificateException clients() {
        return new CertificateException("client: not trusted (expected: endpoints only)");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return platform.getAcceptedIssuers();
    }
}
