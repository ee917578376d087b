package dev.hawser.kubernetes.translate;

import static dev.hawser.kubernetes.JsonCases.bind;
import static dev.hawser.kubernetes.JsonCases.bindAll;
import static dev.hawser.kubernetes.JsonCases.list;
import static dev.hawser.kubernetes.JsonCases.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hawser.config.Target;
import dev.hawser.kubernetes.DrainSupport;
import dev.hawser.kubernetes.JsonCases;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.kubernetes.translate.EndpointTranslator.Addressing;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The tables of Kong Ingress Controller 3.5 on endpoints, drain support and weights. */
class DrainEndpointsTest {

    @TestFactory
    Stream<DynamicTest> endpointsBecomeTargetsAsInKong() throws IOException {
        List<Map<String, Object>> cases = JsonCases.cases("data/drain-endpoints.json");
        assertThat(cases).hasSizeGreaterThanOrEqualTo(39);
        return cases.stream()
                .map(each -> dynamicTest(each.get("id") + ": " + each.get("description"), () -> check(each)));
    }

    private static void check(Map<String, Object> each) {
        switch (String.valueOf(each.get("kind"))) {
            case "get_endpoints" -> checkEndpoints(each);
            case "endpoint_filter" -> checkFilter(each);
            case "targets_for_endpoints" ->
                assertThat(Targets.of(endpointsOf(each.get("endpoints")), endpoint -> null).stream()
                                .map(DrainEndpointsTest::weighed))
                        .containsExactlyElementsOf(weighedList(each.get("expected")));
            case "backend_weight_distribution" ->
                assertThat(Targets.distribute(
                                Integer.parseInt(String.valueOf(each.get("backend_weight"))),
                                targetsOf(each.get("targets"))))
                        .isEqualTo(targetsOf(each.get("expected")));
            case "merge_target" ->
                assertThat(Targets.merge(targetsOf(each.get("current")), targetOf(each.get("new"))))
                        .isEqualTo(targetsOf(each.get("expected")));
            case "pick_port" -> checkPort(each);
            default -> throw new AssertionError("kind: " + each.get("kind") + " (expected: a kind that is known)");
        }
    }

    private static void checkEndpoints(Map<String, Object> each) {
        TranslationSettings settings = settings(each).withClusterDomain(String.valueOf(each.get("cluster_domain")));
        Addressing addressing =
                Boolean.TRUE.equals(each.get("service_upstream")) ? Addressing.DNS_NAME : Addressing.ENDPOINTS;
        Service service = bindOrNull(each.get("service"), Service.class);
        ServicePort port = bindOrNull(each.get("port"), ServicePort.class);
        List<BackendEndpoint> found = new EndpointTranslator(settings, addressing)
                .endpoints(
                        service,
                        port,
                        String.valueOf(each.get("protocol")),
                        bindAll(each.get("endpointSlices"), EndpointSlice.class));
        assertThat(found).isEqualTo(endpointsOf(each.get("expected")));
    }

    private static void checkFilter(Map<String, Object> each) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (Endpoint endpoint : bindAll(each.get("endpoints"), Endpoint.class)) {
            EndpointState state =
                    EndpointState.of(endpoint.getConditions(), settings(each).drainSupport());
            if (state != EndpointState.LEFT_OUT) {
                found.add(Map.of(
                        "address",
                        endpoint.getAddresses().getFirst(),
                        "terminating",
                        state == EndpointState.TERMINATING));
            }
        }
        assertThat(found).isEqualTo(each.get("expected"));
    }

    private static void checkPort(Map<String, Object> each) {
        List<HasMetadata> objects = new ArrayList<>(bindAll(each.get("services"), Service.class));
        objects.addAll(bindAll(each.get("endpointSlices"), EndpointSlice.class));
        objects.addAll(bindAll(each.get("ingresses"), Ingress.class));
        var translation =
                new ResourceTranslator().translate(ResourceSnapshot.of(objects), TranslationSettings.defaults());
        Target first = translation.config().upstreams().getFirst().targets().getFirst();
        assertThat(Map.of("upstreams[0].targets[0].target", first.target())).isEqualTo(each.get("expected"));
    }

    private static TranslationSettings settings(Map<String, Object> each) {
        return TranslationSettings.defaults()
                .withDrainSupport(
                        Boolean.TRUE.equals(each.get("drain_enabled")) ? DrainSupport.ENABLED : DrainSupport.DISABLED);
    }

    private static <T> @Nullable T bindOrNull(@Nullable Object value, Class<T> type) {
        return value == null ? null : bind(value, type);
    }

    private static List<BackendEndpoint> endpointsOf(@Nullable Object values) {
        return list(values).stream()
                .map(JsonCases::map)
                .map(value -> new BackendEndpoint(
                        String.valueOf(value.get("address")),
                        Integer.parseInt(String.valueOf(value.get("port"))),
                        null,
                        Boolean.TRUE.equals(value.get("terminating"))
                                ? EndpointState.TERMINATING
                                : EndpointState.READY))
                .toList();
    }

    private record Weighed(String target, @Nullable Object weight) {}

    private static Weighed weighed(Target target) {
        return new Weighed(target.target(), target.weight());
    }

    private static List<Weighed> weighedList(@Nullable Object values) {
        return targetsOf(values).stream().map(DrainEndpointsTest::weighed).toList();
    }

    private static List<Target> targetsOf(@Nullable Object values) {
        return list(values).stream().map(DrainEndpointsTest::targetOf).toList();
    }

    private static Target targetOf(@Nullable Object value) {
        Map<String, Object> target = map(value);
        return new Target(null, String.valueOf(target.get("target")), (Integer) target.get("weight"), List.of());
    }
}
