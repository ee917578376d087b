package dev.hawser.server.command;

import dev.hawser.config.Pem;
import dev.hawser.server.push.AdminTls;
import dev.hawser.server.push.AdminTls.Check;
import dev.hawser.server.push.AdminTls.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of TLS to the gateways that are pushed to, named as Kong Ingress Controller names them. */
final class AdminTlsOptions {

    @Option(
            names = "--kong-admin-ca-cert-file",
            paramLabel = "FILE",
            description = {
                "Certificates of the authorities that sign the gateways' certificates, in PEM.",
                "Default: the platform's. Variable: CONTROLLER_KONG_ADMIN_CA_CERT_FILE."
            })
    private @Nullable Path authoritiesFile;

    @Option(
            names = "--kong-admin-ca-cert",
            paramLabel = "PEM",
            defaultValue = "",
            description = {"The same as text.", "Default: the platform's. Variable: CONTROLLER_KONG_ADMIN_CA_CERT."})
    private String authorities = "";

    @Option(
            names = "--kong-admin-tls-client-cert-file",
            paramLabel = "FILE",
            description = {
                "The certificate that the controller shows, with its chain, in PEM. Its key is needed as well.",
                "Default: none. Variable: CONTROLLER_KONG_ADMIN_TLS_CLIENT_CERT_FILE."
            })
    private @Nullable Path certificateFile;

    @Option(
            names = "--kong-admin-tls-client-cert",
            paramLabel = "PEM",
            defaultValue = "",
            description = {"The same as text.", "Default: none. Variable: CONTROLLER_KONG_ADMIN_TLS_CLIENT_CERT."})
    private String certificate = "";

    @Option(
            names = "--kong-admin-tls-client-key-file",
            paramLabel = "FILE",
            description = {
                "The private key of that certificate, in PEM, not encrypted.",
                "Default: none. Variable: CONTROLLER_KONG_ADMIN_TLS_CLIENT_KEY_FILE."
            })
    private @Nullable Path keyFile;

    @Option(
            names = "--kong-admin-tls-client-key",
            paramLabel = "PEM",
            defaultValue = "",
            description = {
                "The same as text; everybody who sees the command line or the environment sees it.",
                "Default: none. Variable: CONTROLLER_KONG_ADMIN_TLS_CLIENT_KEY."
            })
    private String key = "";

    @Option(
            names = "--kong-admin-tls-server-name",
            paramLabel = "NAME",
            defaultValue = "",
            description = {
                "The name that the gateways' certificates must be for. It is checked, but not sent: the server name "
                        + "indication stays the URL's host.",
                "Default: the host of the URL. Variable: CONTROLLER_KONG_ADMIN_TLS_SERVER_NAME."
            })
    private String serverName = "";

    @Option(
            names = "--kong-admin-tls-skip-verify",
            paramLabel = "true|false",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            converter = Switch.class,
            description = {
                "Whether the gateways' certificates are not checked at all, so that whoever is on the way can read and "
                        + "change everything.",
                "Default: false. Variable: CONTROLLER_KONG_ADMIN_TLS_SKIP_VERIFY."
            })
    private boolean skipVerify;

    AdminTls tls() {
        Optional<List<X509Certificate>> trusted =
                read("--kong-admin-ca-cert", authorities, authoritiesFile, Pem::certificates, "certificates in PEM");
        Check check = new Check.UrlName();
        if (skipVerify) {
            check = new Check.Nothing();
        } else if (!serverName.isEmpty()) {
            check = new Check.Name(serverName);
        }
        return new AdminTls(trusted.orElse(List.of()), check, identity());
    }

    private @Nullable Identity identity() {
        String setting = "--kong-admin-tls-client-cert";
        String keySetting = "--kong-admin-tls-client-key";
        Optional<List<X509Certificate>> chain =
                read(setting, certificate, certificateFile, Pem::certificates, "certificates in PEM");
        Optional<PrivateKey> privateKey =
                read(keySetting, key, keyFile, Pem::privateKey, "a private key in PEM that is not encrypted");
        if (chain.isEmpty() && privateKey.isEmpty()) {
            return null;
        }
        if (chain.isEmpty() || privateKey.isEmpty()) {
            throw UserError.usage((chain.isEmpty() ? setting : keySetting)
                    + "[-file]: is missing (expected: a certificate and its key, or neither)");
        }
        if (!Pem.belongsTo(privateKey.get(), chain.get().getFirst())) {
            throw UserError.usage(keySetting + "[-file]: is not the key of the certificate (expected: its key)");
        }
        return new Identity(chain.get(), privateKey.get());
    }

    /** What a setting holds, either as text or, under its name with {@code -file} behind it, in a file. */
    private static <T> Optional<T> read(
            String setting, String text, @Nullable Path file, Function<String, T> parser, String expected) {
        if (file == null) {
            return text.isEmpty() ? Optional.empty() : Optional.of(parsed(setting, text, parser, expected));
        }
        if (!text.isEmpty()) {
            throw UserError.usage(
                    setting + ": is given together with " + setting + "-file (expected: only one of them)");
        }
        String where = setting + "-file: " + file;
        try {
            return Optional.of(parsed(where, Files.readString(file), parser, expected));
        } catch (IOException e) {
            throw UserError.usage(where + " cannot be read (expected: a readable file)");
        }
    }

    private static <T> T parsed(String where, String text, Function<String, T> parser, String expected) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            // Its message says what is wrong, never what is in it.
            throw UserError.usage(where + ": " + e.getMessage() + " (expected: " + expected + ")");
        }
    }
}
