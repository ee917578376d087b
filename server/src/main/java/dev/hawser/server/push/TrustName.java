package dev.hawser.server.push;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Checks a server's chain as the platform does, and that its certificate is for one fixed name instead of the one in the
 * URL. Names are compared as RFC 9525 section 6.3 says: subject alternative names only, a wildcard for the leftmost label.
 */
final class TrustName extends X509ExtendedTrustManager {

    /** The type of a DNS name in a subject alternative name (RFC 5280 section 4.2.1.6). */
    private static final int DNS_NAME = 2;

    private final X509ExtendedTrustManager chains;
    private final String serverName;

    /** @param chains checks names when it is given a connection only */
    TrustName(X509ExtendedTrustManager chains, String serverName) {
        this.chains = chains;
        this.serverName = serverName;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        chains.checkServerTrusted(chain, authType);
        Collection<List<?>> names = chain[0].getSubjectAlternativeNames();
        if (names == null || names.stream().noneMatch(this::isServerName)) {
            throw new CertificateException("the certificate is not for " + serverName);
        }
    }

    private boolean isServerName(List<?> name) {
        if (!(name.get(0) instanceof Integer type) || type != DNS_NAME || !(name.get(1) instanceof String text)) {
            return false;
        }
        String pattern = text.toLowerCase(Locale.ROOT);
        String wanted = serverName.toLowerCase(Locale.ROOT);
        int dot = wanted.indexOf('.');
        return pattern.equals(wanted) || (dot > 0 && pattern.equals("*" + wanted.substring(dot)));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        chains.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        chains.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        chains.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }
}
