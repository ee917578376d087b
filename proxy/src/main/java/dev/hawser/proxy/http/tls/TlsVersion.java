package dev.hawser.proxy.http.tls;

import java.util.EnumSet;
import java.util.Set;

/** The versions of TLS, as nginx and Kong write them. */
public enum TlsVersion {
    /** Deprecated by RFC 8996. */
    TLS_1_0("TLSv1"),
    /** Deprecated by RFC 8996. */
    TLS_1_1("TLSv1.1"),
    TLS_1_2("TLSv1.2"),
    TLS_1_3("TLSv1.3");

    private final String text;

    TlsVersion(String text) {
        this.text = text;
    }

    /** As Netty and the Java platform write it too. */
    public String text() {
        return text;
    }

    /**
     * Reads versions separated by blanks or commas.
     *
     * @param setting the name of the setting, for messages
     * @throws IllegalArgumentException if one is unknown, or there is none
     */
    public static Set<TlsVersion> parseAll(String setting, String text) {
        Set<TlsVersion> versions = EnumSet.noneOf(TlsVersion.class);
        for (String word : text.strip().split("[\\s,]+", -1)) {
            versions.add(parse(setting, word));
        }
        return versions;
    }

    private static TlsVersion parse(String setting, String word) {
        for (TlsVersion version : values()) {
            if (version.text.equals(word)) {
                return version;
            }
        }
        throw new IllegalArgumentException(setting + ": " + word
                + " (expected: some of TLSv1, TLSv1.1, TLSv1.2 and TLSv1.3, separated by blanks)");
    }
}
