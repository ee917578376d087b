package dev.hawser.proxy.http.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cipher suite of TLS 1.2 or before. Those of TLS 1.3 are not chosen: all three of RFC 8446 that are in use are good.
 *
 * @param openSsl its name as OpenSSL and Kong write it
 * @param iana its name in IANA's registry, which the Java platform uses too
 */
public record CipherSuite(String openSsl, String iana) {

    static final List<String> OF_TLS_1_3 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private static final Map<String, String> KEY_EXCHANGES = Map.of(
            "ECDHE-ECDSA-", "TLS_ECDHE_ECDSA_WITH_",
            "ECDHE-RSA-", "TLS_ECDHE_RSA_WITH_",
            "DHE-RSA-", "TLS_DHE_RSA_WITH_",
            "", "TLS_RSA_WITH_");

    private static final Map<String, String> CIPHERS = Map.of(
            "AES128-GCM-SHA256", "AES_128_GCM_SHA256",
            "AES256-GCM-SHA384", "AES_256_GCM_SHA384",
            "CHACHA20-POLY1305", "CHACHA20_POLY1305_SHA256",
            "AES128-SHA", "AES_128_CBC_SHA",
            "AES256-SHA", "AES_256_CBC_SHA",
            "AES128-SHA256", "AES_128_CBC_SHA256",
            "AES256-SHA256", "AES_256_CBC_SHA256",
            "AES256-SHA384", "AES_256_CBC_SHA384",
            "DES-CBC3-SHA", "3DES_EDE_CBC_SHA");

    /**
     * Reads names separated by colons, as in {@code ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384}.
     *
     * @param setting the name of the setting, for messages
     * @throws IllegalArgumentException if a name is unknown; classes like {@code HIGH} and exclusions are
     */
    public static List<CipherSuite> parseAll(String setting, String text) {
        List<CipherSuite> suites = new ArrayList<>();
        for (String name : text.strip().split("[:,\\s]+", -1)) {
            suites.add(parse(name)
                    .orElseThrow(() -> new IllegalArgumentException(setting + ": " + name
                            + " (expected: names of cipher suites of TLS 1.2, as in ECDHE-RSA-AES128-GCM-SHA256,"
                            + " separated by colons)")));
        }
        return List.copyOf(suites);
    }

    private static Optional<CipherSuite> parse(String name) {
        for (Map.Entry<String, String> exchange : KEY_EXCHANGES.entrySet()) {
            String cipher = name.startsWith(exchange.getKey())
                    ? CIPHERS.get(name.substring(exchange.getKey().length()))
                    : null;
            if (cipher != null) {
                return Optional.of(new CipherSuite(name, exchange.getValue() + cipher));
            }
        }
        return Optional.empty();
    }
}
