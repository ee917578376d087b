package dev.hawser.proxy.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import java.security.PrivateKey;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** Who does the cryptography of TLS. */
public enum TlsProvider {
    /** BoringSSL, several times faster; its contexts hold native memory, and are counted. */
    BORINGSSL(SslProvider.OPENSSL_REFCNT),
    /** The Java platform, where BoringSSL's library cannot be loaded. */
    JDK(SslProvider.JDK);

    private static final String NO_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

    private static final Set<String> BORINGSSL_KEYS = Set.of("RSA", "EC");

    private final SslProvider netty;

    TlsProvider(SslProvider netty) {
        this.netty = netty;
    }

    /** The best one that this machine has. */
    public static TlsProvider best() {
        // BoringSSL never renegotiates for a client. The platform, which serves beside it too, does unless told so
        // before its first handshake.
        if (System.getProperty(NO_RENEGOTIATION) == null) {
            System.setProperty(NO_RENEGOTIATION, "true");
        }
        return OpenSsl.isAvailable() ? BORINGSSL : JDK;
    }

    /**
     * Who proves to have a key: this one, or the platform. Netty makes contexts of BoringSSL with keys of EdDSA, all of whose
     * handshakes fail.
     */
    public TlsProvider proving(PrivateKey key) {
        return switch (this) {
            case BORINGSSL -> BORINGSSL_KEYS.contains(key.getAlgorithm()) ? BORINGSSL : JDK;
            case JDK -> JDK;
        };
    }

    public SslProvider netty() {
        return netty;
    }

    /** The version of the library, or why the platform has to do. */
    public String detail() {
        return switch (this) {
            case BORINGSSL -> Objects.toString(OpenSsl.versionString(), "unknown version");
            case JDK -> {
                Throwable cause = OpenSsl.unavailabilityCause();
                yield "BoringSSL is not available: "
                        + (cause == null ? "not chosen" : Objects.toString(cause.getMessage(), cause.toString()));
            }
        };
    }

    /** Whether it has a cipher suite, by its name in the registry of IANA. */
    public boolean has(String suite) {
        return switch (this) {
            case BORINGSSL -> OpenSsl.isCipherSuiteAvailable(suite);
            case JDK -> Platform.SUITES.contains(suite);
        };
    }

    private static final class Platform {

        static final Set<String> SUITES = suites();

        private static Set<String> suites() {
            try {
                return Set.copyOf(List.of(
                        SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites()));
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException("TLS: not there (expected: a platform that has it)", e);
            }
        }
    }
}
