package dev.hawser.proxy.http.tls;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What Mozilla recommends for servers, which Kong's {@code ssl_cipher_suite} names.
 *
 * @see <a href="https://wiki.mozilla.org/Security/Server_Side_TLS">Mozilla, Server Side TLS</a>
 */
public enum TlsProfile {
    /** TLS 1.3 alone. */
    MODERN("modern", "TLSv1.3", ""),
    /** What all clients since about 2014 speak; forward secrecy and authenticated encryption throughout. */
    INTERMEDIATE(
            "intermediate",
            "TLSv1.2 TLSv1.3",
            "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384"
                    + ":ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"),
    /** For clients that speak nothing better; insecure. */
    OLD(
            "old",
            "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3",
            "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384"
                    + ":ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"
                    + ":ECDHE-RSA-AES128-SHA256:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA"
                    + ":ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES256-SHA:AES128-GCM-SHA256:AES256-GCM-SHA384"
                    + ":AES128-SHA:AES256-SHA");

    private final String text;
    private final String versions;
    private final String suites;

    TlsProfile(String text, String versions, String suites) {
        this.text = text;
        this.versions = versions;
        this.suites = suites;
    }

    public static Optional<TlsProfile> parse(String text) {
        for (TlsProfile profile : values()) {
            if (profile.text.equals(text)) {
                return Optional.of(profile);
            }
        }
        return Optional.empty();
    }

    public Set<TlsVersion> versions() {
        return TlsVersion.parseAll(text, versions);
    }

    public List<CipherSuite> suites() {
        return suites.isEmpty() ? List.of() : CipherSuite.parseAll(text, suites);
    }
}
