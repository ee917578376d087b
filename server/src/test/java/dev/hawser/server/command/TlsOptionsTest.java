package dev.hawser.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Certificate;
import dev.hawser.proxy.http.tls.CipherSuite;
import dev.hawser.proxy.http.tls.TlsProfile;
import dev.hawser.proxy.http.tls.TlsSessions.Tickets;
import dev.hawser.proxy.http.tls.TlsSettings;
import dev.hawser.proxy.http.tls.TlsVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TlsOptionsTest {

    @TempDir
    private Path folder;

    private static TlsOptions options(Map<String, String> environment, String... arguments) {
        TlsOptions options = new TlsOptions();
        CommandLine line = new CommandLine(options);
        line.setDefaultValueProvider(new EnvironmentDefaults(environment));
        line.parseArgs(arguments);
        return options;
    }

    private static String refusal(String... arguments) {
        CommandLine line = HawserCommand.commandLine(Map.of());
        StringWriter err = new StringWriter();
        line.setErr(new PrintWriter(err));
        String[] all = new String[arguments.length + 1];
        all[0] = "gateway";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        assertThat(line.execute(all)).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1);
        return err.toString();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String pem(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(TlsOptionsTest.class.getResourceAsStream("/tls/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void theDefaultsAreKongs() {
        assertThat(options(Map.of()).settings()).isEqualTo(TlsSettings.defaults());
        assertThat(options(Map.of()).trust().depth()).isOne();
    }

    @Test
    void variablesHaveKongsNames() {
        TlsSettings settings = options(Map.of(
                        "KONG_SSL_CIPHER_SUITE", "custom",
                        "KONG_SSL_CIPHERS", "ECDHE-RSA-AES256-GCM-SHA384",
                        "KONG_SSL_PROTOCOLS", "TLSv1.2",
                        "KONG_SSL_SESSION_TICKETS", "off",
                        "KONG_SSL_SESSION_TIMEOUT", "2h",
                        "KONG_SSL_SESSION_CACHE_SIZE", "1m"))
                .settings();
        assertThat(settings.versions()).containsExactly(TlsVersion.TLS_1_2);
        assertThat(settings.suites()).extracting(CipherSuite::openSsl).containsExactly("ECDHE-RSA-AES256-GCM-SHA384");
        assertThat(settings.sessions().tickets()).isEqualTo(Tickets.OFF);
        assertThat(settings.sessions().timeout()).isEqualTo(Duration.ofHours(2));
        assertThat(settings.sessions().cached()).isEqualTo(4000);
    }

    @Test
    void aProfileChoosesVersionsAndSuites() {
        TlsSettings modern = options(Map.of(), "--ssl-cipher-suite=modern").settings();
        assertThat(modern.versions()).isEqualTo(EnumSet.of(TlsVersion.TLS_1_3));
        assertThat(modern.suites()).isEmpty();
        TlsSettings old = options(Map.of(), "--ssl-cipher-suite=old").settings();
        assertThat(old.versions()).isEqualTo(TlsProfile.OLD.versions());
        TlsSettings narrower = options(Map.of(), "--ssl-protocols=TLSv1.3").settings();
        assertThat(narrower.versions()).containsExactly(TlsVersion.TLS_1_3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--ssl-cipher-suite=best | --ssl-cipher-suite: best (expected: modern, intermediate, old or custom)",
                "--ssl-protocols=SSLv3 | --ssl-protocols: SSLv3 (expected: some of TLSv1,",
                "--ssl-ciphers=AES128-SHA | --ssl-ciphers: AES128-SHA (expected: none unless --ssl-cipher-suite is custom)",
                "--ssl-session-tickets=maybe | --ssl-session-tickets: maybe (expected: on or off)",
                "--ssl-session-timeout=8d | --ssl-session-timeout: 691200s (expected: 1s to 7d)",
                "--ssl-session-timeout=soon | --ssl-session-timeout: soon (expected: a time",
                "--ssl-session-cache-size=big | --ssl-session-cache-size: big (expected: a size",
                "--ssl-max-handshakes=0 | --ssl-max-handshakes: 0 (expected: at least 1)",
                "--ssl-handshake-timeout=0 | --ssl-handshake-timeout: 0 (expected: a time",
                "--ssl-cert=/nowhere.crt | --ssl-cert: /nowhere.crt with --ssl-cert-key: null (expected: both or none)",
                "--lua-ssl-verify-depth=65 | --lua-ssl-verify-depth: 65 (expected: 0 to 64)",
                "--lua-ssl-trusted-certificate=system,/nowhere | --lua-ssl-trusted-certificate: /nowhere (expected: system or",
            })
    void aBadValueIsRefusedInOneLine(String argument, String message) {
        assertThat(refusal(argument)).contains(message);
    }

    @Test
    void theDefaultCertificateIsReadFromFiles() throws IOException {
        Path cert = file("tls.crt", pem("rsa.crt"));
        Path key = file("tls.key", pem("rsa.key"));
        Certificate certificate =
                Objects.requireNonNull(options(Map.of(), "--ssl-cert=" + cert, "--ssl-cert-key=" + key)
                        .settings()
                        .defaultCertificate());
        assertThat(certificate.cert()).isEqualTo(pem("rsa.crt"));
    }

    @Test
    void noErrorQuotesAPrivateKey() throws IOException {
        String secret = pem("ec.key").lines().skip(1).findFirst().orElseThrow();
        Path cert = file("tls.crt", pem("rsa.crt"));
        Path foreign = file("ec.key", pem("ec.key"));
        Path broken = file("broken.key", pem("ec.key").replaceFirst("\n", "\n!"));
        for (Path key : List.of(foreign, broken)) {
            assertThat(refusal("--ssl-cert=" + cert, "--ssl-cert-key=" + key))
                    .contains("--ssl-cert-key: " + key)
                    .doesNotContain(secret.substring(0, 16));
        }
    }
}
