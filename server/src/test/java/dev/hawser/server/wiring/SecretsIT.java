package dev.hawser.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.hawser.config.Certificate;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Sni;
import dev.hawser.proxy.http.GatewaySettings;
import dev.hawser.proxy.http.ListenAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Private keys go into memory and nowhere else, be their certificates served, broken or refused. */
class SecretsIT {

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final Level before = root.getLevel();

    @BeforeEach
    void listen() {
        appender.start();
        root.addAppender(appender);
        root.setLevel(Level.DEBUG);
    }

    @AfterEach
    void stopListening() {
        root.setLevel(before);
        root.detachAppender(appender);
    }

    private static String pem(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(SecretsIT.class.getResourceAsStream("/tls/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static Certificate certificate(String cert, String key, String name) {
        return new Certificate(UUID.randomUUID(), cert, key, List.of(new Sni(null, name, List.of())), List.of());
    }

    private static String shown(URI gateway, String name) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustEveryone()}, null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(gateway.getHost(), gateway.getPort())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return leaf.getSubjectX500Principal().getName();
        }
    }

    private static String ask(HttpClient client, HttpRequest request) throws Exception {
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private String log() {
        StringBuilder log = new StringBuilder();
        for (ILoggingEvent event : List.copyOf(appender.list)) {
            log.append(event.getFormattedMessage()).append(event.getKeyValuePairs());
            if (event.getThrowableProxy() != null) {
                log.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
            log.append('\n');
        }
        return log.toString();
    }

    @Test
    void noPrivateKeyIsInALogAnAnswerOrAnError() throws Exception {
        String rsa = pem("rsa.key");
        String ec = pem("ec.key");
        String torn = ec.replaceFirst("\n", "\n!");
        DataPlaneSettings settings = new DataPlaneSettings(
                GatewaySettings.of(List.of(ListenAddress.tls("127.0.0.1", 0))),
                List.of(ListenAddress.plain("127.0.0.1", 0)),
                List.of(ListenAddress.plain("127.0.0.1", 0)),
                Duration.ZERO);
        List<String> said = new ArrayList<>();
        try (DataPlane dataPlane = DataPlane.start(settings);
                HttpClient client = HttpClient.newHttpClient()) {
            GatewayConfig config = new GatewayConfig(
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(
                            certificate(pem("rsa.crt"), rsa, "good.example"),
                            certificate(pem("rsa.crt"), ec, "mismatch.example"),
                            certificate(pem("ec.crt"), torn, "torn.example")));
            dataPlane.apply(config);
            URI gateway = URI.create(Objects.requireNonNull(dataPlane.facts().get("gateway")));
            assertThat(shown(gateway, "good.example")).isEqualTo("CN=rsa");
            assertThat(shown(gateway, "torn.example")).isEqualTo("CN=localhost");
            said.add(config.toString());

            URI admin = URI.create(Objects.requireNonNull(dataPlane.facts().get("admin")));
            for (String path : List.of("/", "/config", "/certificates", "/snis", "/nothing")) {
                said.add(ask(client, HttpRequest.newBuilder(admin.resolve(path)).build()));
            }
            for (String key : List.of(ec, torn)) {
                String document = "_format_version: \"3.0\"\ncertificates:\n- cert: |\n"
                        + pem("rsa.crt").indent(4) + "  key: |\n" + key.indent(4);
                said.add(ask(
                        client,
                        HttpRequest.newBuilder(admin.resolve("/config?flatten_errors=1"))
                                .header("Content-Type", "text/yaml")
                                .POST(HttpRequest.BodyPublishers.ofString(document))
                                .build()));
            }
        }
        said.add(log());
        assertThat(said).anySatisfy(text -> assertThat(text).contains("Certificate cannot be used"));
        assertThat(said).anySatisfy(text -> assertThat(text).contains("certificate does not match key"));
        for (String key : List.of(rsa, ec)) {
            String secret = key.lines().skip(1).findFirst().orElseThrow().substring(1, 33);
            assertThat(said).noneSatisfy(text -> assertThat(text).contains(secret));
        }
    }

    private static final class TrustEveryone implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
