package dev.hawser.kubernetes.translate;

import dev.hawser.kubernetes.KongUpstreamPolicy;
import dev.hawser.kubernetes.KongUpstreamPolicySpec;
import dev.hawser.kubernetes.KongUpstreamPolicySpec.StickySessionsSpec;
import dev.hawser.kubernetes.ResourceSnapshot;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes up objects of a small cluster, in which names and addresses meet often. */
final class RandomCluster {

    static final List<String> SERVICES = List.of("cart", "pay", "missing", "static");
    private static final List<String> PORTS = List.of("http", "admin");

    private final RandomGenerator random;

    RandomCluster(RandomGenerator random) {
        this.random = random;
    }

    List<HasMetadata> objects() {
        List<HasMetadata> objects = new ArrayList<>();
        for (String name : SERVICES) {
            if (!name.equals("missing")) {
                objects.add(service(name));
            }
        }
        for (int i = 0; i < 4; i++) {
            objects.add(ingress("ingress-" + i));
        }
        for (int i = 0; i < 6; i++) {
            objects.add(slice("slice-" + i));
        }
        KongUpstreamPolicy policy = new KongUpstreamPolicy();
        policy.setMetadata(
                new ObjectMetaBuilder().withNamespace("shop").withName("sticky").build());
        policy.setSpec(new KongUpstreamPolicySpec(
                "sticky-sessions", null, null, null, null, new StickySessionsSpec("session-id", "/")));
        objects.add(policy);
        return objects;
    }

    /** A slice with this name, of any Service. */
    EndpointSlice slice(String name) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            endpoints.add(new EndpointBuilder()
                    .withAddresses(
                            random.nextInt(4) == 0 ? "fd00::" + random.nextInt(3) : "10.0.0." + random.nextInt(5))
                    .withNewConditions()
                    .withReady(flag())
                    .withTerminating(flag())
                    .endConditions()
                    .withNewTargetRef()
                    .withUid("pod-" + random.nextInt(4))
                    .endTargetRef()
                    .build());
        }
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withLabels(Map.of(ResourceSnapshot.SERVICE_NAME_LABEL, one(SERVICES)))
                .endMetadata()
                .withAddressType("IPv4")
                .withEndpoints(endpoints)
                .addNewPort()
                .withName(one(PORTS))
                .withPort(8080)
                .withProtocol("TCP")
                .endPort()
                .build();
    }

    private @Nullable Boolean flag() {
        return switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> true;
            default -> false;
        };
    }

    private Service service(String name) {
        Map<String, String> annotations = switch (random.nextInt(4)) {
            case 0 -> Map.of();
            case 1 -> Map.of("konghq.com/upstream-policy", "absent", "konghq.com/retries", "many");
            default -> Map.of("konghq.com/upstream-policy", "sticky");
        };
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withName("http")
                .withPort(80)
                .endPort()
                .addNewPort()
                .withName("admin")
                .withPort(81)
                .endPort()
                .endSpec()
                .build();
    }

    private Ingress ingress(String name) {
        return new IngressBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withCreationTimestamp("2026-01-01T00:00:0" + random.nextInt(3) + "Z")
                .endMetadata()
                .withNewSpec()
                .withIngressClassName(random.nextInt(6) == 0 ? "other" : "kong")
                .addNewRule()
                .withHost(one(List.of("a.example", "*.example", "")))
                .withNewHttp()
                .addNewPath()
                .withPath(one(List.of("/", "/a", "/~/a(", "/~/[0-9]+", "")))
                .withPathType(one(List.of("Prefix", "Exact", "ImplementationSpecific")))
                .withNewBackend()
                .withNewService()
                .withName(one(SERVICES))
                .withNewPort()
                .withName(one(PORTS))
                .endPort()
                .endService()
                .endBackend()
                .endPath()
                .endHttp()
                .endRule()
                .withNewDefaultBackend()
                .withNewService()
                .withName(one(SERVICES))
                .withNewPort()
                .withNumber(one(List.of(80, 81, 99)))
                .endPort()
                .endService()
                .endDefaultBackend()
                .endSpec()
                .build();
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
