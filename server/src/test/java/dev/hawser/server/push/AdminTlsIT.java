package dev.hawser.server.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.hawser.server.push.AdminTls.Check;
import dev.hawser.server.push.PushSettings.Access;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is checked of a gateway whose certificate is its own authority, for kong.example and *.kong.internal. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminTlsIT {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private HttpsServer server;
    private X509Certificate certificate;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        KeyStore store = keyStore(folder);
        certificate = (X509Certificate) store.getCertificate("gateway");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = "{\"version\":\"3.11.0\"}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    private static KeyStore keyStore(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("keys");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "gateway",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=gateway",
                        "-ext",
                        "san=dns:kong.example,dns:*.kong.internal",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).as("exit code of keytool").isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    @AfterAll
    void stop() {
        server.stop(0);
    }

    private AdminClient client(List<X509Certificate> authorities, Check check) {
        AdminTls tls = new AdminTls(authorities, check, null);
        Access access = new Access(tls, AdminToken.none(), Map.of(), "", Duration.ofSeconds(20));
        URI url = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
        return new AdminClient(AdminClient.http(access), url, access);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kong.example", "KONG.example", "a.kong.internal"})
    void aCertificateForTheNameThatWasAskedForIsTaken(String name) throws Exception {
        assertThat(client(List.of(certificate), new Check.Name(name)).facts().version())
                .isEqualTo("3.11.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.example", "a.b.kong.internal", "kong.internal", "gateway"})
    void aCertificateForAnotherNameIsRefused(String name) {
        assertThatThrownBy(
                        () -> client(List.of(certificate), new Check.Name(name)).facts())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the certificate is not for " + name);
    }

    @Test
    void withoutANameTheHostOfTheUrlCounts() {
        assertThatThrownBy(
                        () -> client(List.of(certificate), new Check.UrlName()).facts())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void anUnknownAuthorityIsRefusedWhateverTheName() {
        assertThatThrownBy(
                        () -> client(List.of(), new Check.Name("kong.example")).facts())
                .isInstanceOf(IOException.class);
    }

    @Test
    void nothingIsCheckedWhenThatIsAskedFor() throws Exception {
        assertThat(client(List.of(), new Check.Nothing()).facts().version()).isEqualTo("3.11.0");
    }
}
