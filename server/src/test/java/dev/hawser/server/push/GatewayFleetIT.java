package dev.hawser.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hawser.config.Algorithm;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.StickySessions;
import dev.hawser.config.Target;
import dev.hawser.config.Upstream;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Refusal;
import dev.hawser.proxy.http.GatewaySettings;
import dev.hawser.proxy.http.ListenAddress;
import dev.hawser.server.push.ConfigTarget.Verdict;
import dev.hawser.server.push.PushObserver.PushAttempt;
import dev.hawser.server.push.PushSettings.Access;
import dev.hawser.server.push.PushSettings.Gateways;
import dev.hawser.server.wiring.DataPlane;
import dev.hawser.server.wiring.DataPlaneSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The fleet against gateways of our own, over real connections. */
class GatewayFleetIT {

    private static final PushSettings SETTINGS = new PushSettings(
            new Gateways.At(List.of()),
            new Access(AdminTls.DEFAULT, AdminToken.none(), Map.of(), "", Duration.ofSeconds(20)),
            1,
            Duration.ofMillis(100),
            1,
            Duration.ZERO);

    private static final GatewayConfig CONFIG = new GatewayConfig(
            List.of(),
            List.of(),
            List.of(Upstream.builder("web.default.80.svc")
                    .algorithm(Algorithm.STICKY_SESSIONS)
                    .stickySessions(new StickySessions("session-id", "/shop"))
                    .tags(List.of("k8s-name:web", "k8s-namespace:default", "k8s-kind:Service"))
                    .targets(List.of(
                            new Target(new UUID(1, 1), "10.0.0.1:80", null, List.of()),
                            new Target(new UUID(1, 2), "10.0.0.2:80", 0, List.of(Target.TERMINATING_TAG))))
                    .build()),
            List.of());

    private final BlockingQueue<PushAttempt> attempts = new LinkedBlockingQueue<>();

    private static DataPlane gateway(int adminPort) throws IOException {
        return DataPlane.start(new DataPlaneSettings(
                GatewaySettings.of(List.of(ListenAddress.plain("127.0.0.1", 0))),
                List.of(ListenAddress.plain("127.0.0.1", adminPort)),
                List.of(),
                Duration.ZERO));
    }

    private static URI admin(DataPlane gateway) {
        return URI.create(String.valueOf(gateway.facts().get("admin")));
    }

    private PushAttempt awaitTaken() throws InterruptedException {
        while (true) {
            PushAttempt attempt = attempts.poll(20, TimeUnit.SECONDS);
            assertThat(attempt).as("a configuration is taken").isNotNull();
            if (attempt.answer() instanceof PushAnswer.Taken) {
                return attempt;
            }
        }
    }

    @Test
    void sessionOptionsTargetIdsAndTagsSurviveThePush() throws Exception {
        try (DataPlane gateway = gateway(0);
                GatewayFleet fleet = GatewayFleet.start(SETTINGS, attempts::add)) {
            fleet.setGateways(List.of(admin(gateway)));
            fleet.apply(CONFIG);
            fleet.firstLive().toCompletableFuture().get(20, TimeUnit.SECONDS);

            Upstream told = CONFIG.upstreams().getFirst();
            assertThat(gateway.config().upstreams()).singleElement().satisfies(upstream -> {
                assertThat(upstream.stickySessions()).isEqualTo(told.stickySessions());
                assertThat(upstream.targets()).isEqualTo(told.targets());
                assertThat(upstream.tags()).isEqualTo(told.tags());
            });
            assertThat(fleet.verdict().live()).isEqualTo(CONFIG);
        }
    }

    @Test
    void aGatewayThatIsReplacedAtItsAddressAndOneThatJoinsGetTheConfiguration() throws Exception {
        try (GatewayFleet fleet = GatewayFleet.start(SETTINGS, attempts::add)) {
            URI address;
            int port;
            try (DataPlane gateway = gateway(0)) {
                address = admin(gateway);
                port = address.getPort();
                fleet.setGateways(List.of(address));
                fleet.apply(CONFIG);
                awaitTaken();
            }
            try (DataPlane replaced = gateway(port);
                    DataPlane joining = gateway(0)) {
                assertThat(awaitTaken().gateway()).isEqualTo(address.toString());
                assertThat(replaced.config().upstreams()).hasSize(1);
                fleet.setGateways(List.of(address, admin(joining)));
                assertThat(awaitTaken().gateway()).isEqualTo(admin(joining).toString());
                assertThat(joining.config().upstreams()).hasSize(1);
            }
        }
    }

    @Test
    void aGatewaysRejectionReachesTheObjectAndGoesWithTheGateway() throws Exception {
        HttpServer rejecting = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        rejecting.createContext("/", GatewayFleetIT::reject);
        rejecting.start();
        URI address = URI.create("http://127.0.0.1:" + rejecting.getAddress().getPort());
        BlockingQueue<Verdict> verdicts = new LinkedBlockingQueue<>();
        try (DataPlane gateway = gateway(0);
                GatewayFleet fleet = GatewayFleet.start(SETTINGS, attempts::add)) {
            fleet.onLaterVerdict(() -> verdicts.add(fleet.verdict()));
            fleet.setGateways(List.of(address));
            fleet.apply(CONFIG);
            ObjectKey web = new ObjectKey("Service", "default", "web");
            assertThat(verdicts.poll(20, TimeUnit.SECONDS))
                    .isEqualTo(new Verdict(
                            GatewayConfig.EMPTY,
                            List.of(new Refusal.Rejected(web, "upstream web.default.80.svc: slots: too many"))));

            fleet.setGateways(List.of(address, admin(gateway)));
            Verdict both = verdicts.poll(20, TimeUnit.SECONDS);
            assertThat(both).isNotNull();
            assertThat(both.live()).isEqualTo(CONFIG);
            assertThat(both.refusals()).hasSize(1);

            fleet.setGateways(List.of(admin(gateway)));
            assertThat(verdicts.poll(20, TimeUnit.SECONDS)).isEqualTo(new Verdict(CONFIG, List.of()));
        } finally {
            rejecting.stop(0);
        }
    }

    private static void reject(HttpExchange exchange) throws IOException {
        boolean push = exchange.getRequestMethod().equals("POST");
        String text = push ? """
                {"message": "declarative config is invalid", "flattened_errors": [{
                  "entity_type": "upstream", "entity_name": "web.default.80.svc",
                  "entity_tags": ["k8s-name:web", "k8s-namespace:default", "k8s-kind:Service"],
                  "errors": [{"type": "field", "field": "slots", "message": "too many"}]}]}""" : """
                {"version": "3.11.0", "configuration_hash": "00000000000000000000000000000000",
                  "configuration": {"database": "off", "router_flavor": "traditional_compatible"}}""";
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(push ? 400 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
