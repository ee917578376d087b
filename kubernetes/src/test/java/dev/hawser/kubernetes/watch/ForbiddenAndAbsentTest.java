package dev.hawser.kubernetes.watch;

import static dev.hawser.kubernetes.watch.FakeApiServer.failing;
import static dev.hawser.kubernetes.watch.WatchedServer.targets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Algorithm;
import dev.hawser.kubernetes.watch.FakeApiServer.Answer;
import dev.hawser.kubernetes.watch.SourceState.Phase;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds that may not be read, are not installed, or cannot be read. */
class ForbiddenAndAbsentTest {

    private static final String POLICIES = "kongupstreampolicies";
    private static final Answer FORBIDDEN =
            failing(403, "User 'system:serviceaccount:hawser:controller' cannot do that");

    private final WatchedServer cluster = new WatchedServer();
    private final FakeApiServer server = cluster.server;

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static SourceState state(ResourceWatch watch, String kind) {
        return watch.sources().stream()
                .filter(source -> source.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ingresses.networking.k8s.io",
                "ingressclasses.networking.k8s.io",
                "services",
                "endpointslices.discovery.k8s.io",
                "secrets",
                "configmaps",
                "kongupstreampolicies.configuration.konghq.com",
                "ingressclassparameterses.configuration.konghq.com"
            })
    void nothingIsServedWithoutAKindThatMayNotBeListed(String resource) throws Exception {
        String plural = resource.replaceFirst("\\..*", "");
        server.always("list " + plural, FORBIDDEN);
        ResourceWatch watch = cluster.start();
        assertThat(cluster.awaitLine("Permission is missing, nothing is served before it succeeds"))
                .contains("verb=list")
                .contains("resource=" + resource + " ")
                .contains("namespace=all")
                .contains("403: User 'system:serviceaccount:hawser:controller' cannot do that")
                .contains("resources: [" + plural + "], verbs: [list, watch] in a ClusterRole");
        assertThat(watch.sources())
                .filteredOn(source -> source.resource().equals(resource))
                .extracting(SourceState::phase)
                // Secrets have two sources, one of which may not have asked yet.
                .contains(Phase.FORBIDDEN)
                .isSubsetOf(Phase.FORBIDDEN, Phase.STARTING);
        assertThat(cluster.handedOver).isEmpty();
        assertThat(watch.ready().toCompletableFuture()).isNotDone();
        server.properly("list " + plural);
        assertThat(targets(cluster.next())).containsExactly("10.0.0.1:8080");
        watch.ready().toCompletableFuture().join();
        assertThat(cluster.awaitLine("Watch works again")).contains("outage=");
    }

    @Test
    void isNotReadyWithoutAKindThatMayNotBeWatched() throws Exception {
        server.always("watch endpointslices", FORBIDDEN);
        ResourceWatch watch = cluster.start();
        assertThat(cluster.awaitLine("Permission is missing, what is known is kept"))
                .contains("verb=watch")
                .contains("resource=endpointslices.discovery.k8s.io");
        assertThat(targets(cluster.next())).containsExactly("10.0.0.1:8080");
        assertThat(watch.ready().toCompletableFuture()).isNotDone();
        server.properly("watch endpointslices");
        watch.ready().toCompletableFuture().get(20, java.util.concurrent.TimeUnit.SECONDS);
    }

    @Test
    void permissionTakenAwayKeepsWhatIsKnown() throws Exception {
        ResourceWatch watch = cluster.startWell();
        server.always("watch " + POLICIES, FORBIDDEN);
        server.always("list " + POLICIES, FORBIDDEN);
        server.endWatches();
        cluster.awaitLine("Permission is missing, what is known is kept");
        assertThat(state(watch, "KongUpstreamPolicy").failure().orElseThrow())
                .startsWith("watch kongupstreampolicies.configuration.konghq.com: 403");
        server.put(Objects.slice("10.0.0.2"));
        var translation = cluster.next();
        assertThat(targets(translation)).containsExactly("10.0.0.2:8080");
        assertThat(translation.config().upstreams().getFirst().algorithm()).isEqualTo(Algorithm.STICKY_SESSIONS);
        assertThat(cluster.log.lines()).noneMatch(line -> line.startsWith("Permission is missing"));
    }

    @Test
    void kindThatIsNotInstalledIsTakenOnceItIs() throws Exception {
        server.uninstall(POLICIES);
        ResourceWatch watch = cluster.start();
        assertThat(cluster.next().config().upstreams().getFirst().algorithm()).isEqualTo(Algorithm.ROUND_ROBIN);
        watch.ready().toCompletableFuture().get(20, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(cluster.awaitLine("Kind is not served")).contains("configuration.konghq.com/v1beta1");
        assertThat(state(watch, "KongUpstreamPolicy").phase()).isEqualTo(Phase.ABSENT);
        server.install(POLICIES);
        server.put(Objects.policy());
        cluster.awaitAlgorithm(Algorithm.STICKY_SESSIONS);
        cluster.awaitLine("Kind is served now");
    }

    @Test
    void kindThatIsRemovedTakesItsObjectsWithItAndMayComeBack() throws Exception {
        cluster.startWell();
        server.uninstall(POLICIES);
        cluster.awaitAlgorithm(Algorithm.ROUND_ROBIN);
        server.install(POLICIES);
        server.put(Objects.policy());
        cluster.awaitAlgorithm(Algorithm.STICKY_SESSIONS);
    }

    @Test
    void notFoundThatDiscoveryDoesNotConfirmIsAFailureLikeAnyOther() throws Exception {
        ResourceWatch watch = cluster.startWell();
        server.always("discovery", FakeApiServer.Exchange::properly);
        server.always("watch " + POLICIES, failing(404, "no backend"));
        server.always("list " + POLICIES, failing(404, "no backend"));
        server.endWatches();
        assertThat(cluster.awaitLine("Watch failed, what is known is kept")).contains("404: no backend");
        assertThat(state(watch, "KongUpstreamPolicy").phase()).isEqualTo(Phase.FAILING);
        server.put(Objects.slice("10.0.0.2"));
        assertThat(cluster.next().config().upstreams().getFirst().algorithm()).isEqualTo(Algorithm.STICKY_SESSIONS);
    }

    @Test
    void kindsOfKubernetesItselfAreNeverAbsent() throws Exception {
        server.always("list services", failing(404, "no backend"));
        ResourceWatch watch = cluster.start();
        cluster.awaitLine("Watch failed, nothing is served");
        assertThat(cluster.handedOver).isEmpty();
        assertThat(state(watch, "Service").phase()).isEqualTo(Phase.FAILING);
    }

    private static String slice(String name, String endpoints) {
        return """
                {"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","addressType":"IPv4",\
                "metadata":{"name":"%s","namespace":"default","resourceVersion":"VERSION",\
                "labels":{"kubernetes.io/service-name":"app"}},"ports":[{"port":8080}],"endpoints":%s}""".formatted(name, endpoints);
    }

    private static String endpoint(String address) {
        return "[{\"addresses\":[\"" + address + "\"],\"conditions\":{\"ready\":true}}]";
    }

    @Test
    void objectThatCannotBeReadSpoilsNoOther() throws Exception {
        server.putRaw("endpointslices", "default/odd", slice("odd", "\"hunter2\""));
        cluster.startWell();
        assertThat(cluster.awaitLine("Object cannot be read"))
                .contains("object=EndpointSlice default/odd")
                .doesNotContain("hunter2");
        server.putRaw("endpointslices", "default/odd", slice("odd", endpoint("10.0.0.7")));
        cluster.awaitTargets("10.0.0.1:8080", "10.0.0.7:8080");
        server.putRaw("endpointslices", "default/odd", slice("odd", "[{\"addresses\":{}}]"));
        cluster.awaitLine("Object cannot be read");
        server.put(Objects.slice("10.0.0.2"));
        cluster.awaitTargets("10.0.0.2:8080", "10.0.0.7:8080");
    }

    @Test
    void credentialsThatChangeAreTaken() throws Exception {
        AtomicReference<String> token = new AtomicReference<>("first");
        Config config = new ConfigBuilder(Config.empty())
                .withOauthTokenProvider(token::get)
                .build();
        Answer onlySecond = exchange -> {
            if (server.authorizations().getLast().equals("Bearer second")) {
                exchange.properly();
            } else {
                token.set("second");
                failing(401, "Unauthorized").to(exchange);
            }
        };
        server.always("list ingresses", onlySecond);
        cluster.start(WatchedServer.quick(), server.client(config));
        assertThat(targets(cluster.next())).containsExactly("10.0.0.1:8080");
        assertThat(server.authorizations()).contains("Bearer first", "Bearer second");
    }
}
