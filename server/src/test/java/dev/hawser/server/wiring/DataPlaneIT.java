package dev.hawser.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Upstream;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.proxy.http.GatewaySettings;
import dev.hawser.proxy.http.ListenAddress;
import dev.hawser.server.push.ConfigTarget.Verdict;
import dev.hawser.testing.OriginReply;
import dev.hawser.testing.TestOrigin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataPlaneIT {

    private static final DataPlaneSettings ON_FREE_PORTS = new DataPlaneSettings(
            GatewaySettings.of(List.of(ListenAddress.plain("127.0.0.1", 0))),
            List.of(ListenAddress.plain("127.0.0.1", 0)),
            List.of(ListenAddress.plain("127.0.0.1", 0)),
            Duration.ofSeconds(5));

    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata:
              name: web
            spec:
              ports:
                - port: 80
            """;

    private static final String INGRESS = """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: web
            spec:
              ingressClassName: kong
              defaultBackend:
                service:
                  name: web
                  port:
                    number: 80
            """;

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private record Answer(int status, String body) {}

    private Answer get(String url) throws IOException, InterruptedException {
        var response = client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    private Answer post(String url, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        var response = client.send(request, BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    @Test
    void aConfigurationPostedToTheAdminApiIsServedAtOnceAndABadOneChangesNothing() throws Exception {
        try (TestOrigin origin = TestOrigin.start();
                DataPlane dataPlane = DataPlane.start(ON_FREE_PORTS)) {
            origin.reply(OriginReply.ok("from the origin"));
            Map<String, String> facts = dataPlane.facts();
            assertThat(get(facts.get("status") + "/status/ready").status()).isEqualTo(503);
            assertThat(get(facts.get("gateway") + "/").status()).isEqualTo(404);

            Answer posted = post(facts.get("admin") + "/config", """
                    {"_format_version": "3.0", "services": [
                      {"name": "a", "host": "%s", "port": %d, "routes": [{"name": "r", "paths": ["/a"]}]}]}
                    """.formatted(
                            origin.target().split(":", 2)[0],
                            Integer.parseInt(origin.target().split(":", 2)[1])));

            assertThat(posted.status()).as(posted.body()).isEqualTo(201);
            assertThat(get(facts.get("gateway") + "/a")).isEqualTo(new Answer(200, "from the origin"));
            assertThat(get(facts.get("status") + "/status/ready").status()).isEqualTo(200);
            assertThat(post(facts.get("admin") + "/config", "{\"_format_version\": \"3.0\", \"services\": [{}]}")
                            .status())
                    .isEqualTo(400);
            assertThat(get(facts.get("gateway") + "/a").status()).isEqualTo(200);
            assertThat(get(facts.get("admin") + "/status").body())
                    .contains("\"connections_accepted\"", "\"total_requests\":3");
        }
    }

    @Test
    void aConfigurationThatIsRefusedDoesNotCountAsLive() throws IOException {
        Upstream one = Upstream.builder("a")
                .tags(List.of("k8s-name:web", "k8s-namespace:default", "k8s-kind:Service"))
                .build();
        GatewayConfig twice = new GatewayConfig(List.of(), List.of(), List.of(one, one), List.of());
        GatewayConfig once = new GatewayConfig(List.of(), List.of(), List.of(one), List.of());
        try (DataPlane dataPlane = DataPlane.start(ON_FREE_PORTS)) {
            dataPlane.apply(twice);
            assertThat(dataPlane.firstLive().toCompletableFuture()).isNotDone();
            assertThat(dataPlane.verdict().refusals())
                    .isNotEmpty()
                    .allSatisfy(refusal ->
                            assertThat(refusal.object()).isEqualTo(new ObjectKey("Service", "default", "web")));

            dataPlane.apply(once);
            assertThat(dataPlane.firstLive().toCompletableFuture()).isDone();
            assertThat(dataPlane.verdict()).isEqualTo(new Verdict(once, List.of()));
        }
    }

    @Test
    void aTakenAddressIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            DataPlaneSettings settings = new DataPlaneSettings(
                    ON_FREE_PORTS.gateway(),
                    List.of(ListenAddress.plain("127.0.0.1", taken.getLocalPort())),
                    List.of(),
                    Duration.ZERO);

            assertThatThrownBy(() -> DataPlane.start(settings))
                    .hasMessage("--admin-listen: 127.0.0.1:%d is taken (expected: a free address)"
                            .formatted(taken.getLocalPort()));
        }
    }

    @Test
    void anAddressThatCannotBeListenedAtForAnotherReasonIsNotCalledTaken() {
        DataPlaneSettings settings = new DataPlaneSettings(
                ON_FREE_PORTS.gateway(), List.of(), List.of(ListenAddress.plain("192.0.2.1", 8100)), Duration.ZERO);

        assertThatThrownBy(() -> DataPlane.start(settings))
                .hasMessageStartingWith("--status-listen: 192.0.2.1:8100 cannot be listened at: ");
    }

    @Test
    void aFolderOfManifestsIsFollowed() throws Exception {
        Files.writeString(folder.resolve("service.yaml"), SERVICE);
        BlockingQueue<Translation> translations = new LinkedBlockingQueue<>();
        try (ManifestFolder _ = ManifestFolder.open(folder, TranslationSettings.defaults(), translations::add)) {
            assertThat(next(translations).config().services()).isEmpty();

            Files.writeString(folder.resolve("ingress.yaml"), INGRESS);
            assertThat(next(translations).config().services()).hasSize(1);

            Files.writeString(folder.resolve("broken.yaml"), "kind: [");
            Files.delete(folder.resolve("service.yaml"));
            Translation last = next(translations);
            assertThat(last.config().services()).hasSize(1);
            assertThat(last.problems())
                    .anySatisfy(problem -> assertThat(problem.object().name()).isEqualTo("web"));
        }
    }

    @Test
    void aFileThatIsNoTextAndAFailingConsumerCostNothingElse() throws Exception {
        Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Files.writeString(folder.resolve("service.yaml"), SERVICE);
        BlockingQueue<Translation> translations = new LinkedBlockingQueue<>();
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch failed = new CountDownLatch(1);
        try (ManifestFolder _ = ManifestFolder.open(folder, TranslationSettings.defaults(), translation -> {
            if (calls.incrementAndGet() == 2) {
                failed.countDown();
                throw new IllegalStateException("on purpose");
            }
            translations.add(translation);
        })) {
            assertThat(next(translations).config().services()).isEmpty();

            Files.writeString(folder.resolve("ingress.yaml"), INGRESS);
            assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
            Files.writeString(folder.resolve("other.yaml"), SERVICE.replace("web", "other"));
            assertThat(next(translations).config().services()).hasSize(1);
        }
    }

    private static Translation next(BlockingQueue<Translation> translations) throws InterruptedException {
        Translation translation = translations.poll(20, TimeUnit.SECONDS);
        assertThat(translation).as("a translation").isNotNull();
        return translation;
    }
}
