package dev.hawser.verification.cluster;

import dev.hawser.testing.OriginReply;
import dev.hawser.testing.TestOrigin;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pods without a kubelet: small servers with EndpointSlices that no controller touches, one slice each, so that what the
 * cluster says of them changes at the moment a test wants it to.
 */
final class Backends implements AutoCloseable {

    private final KubernetesClient admin;
    private final String namespace;
    private final List<TestOrigin> origins = new ArrayList<>();

    Backends(KubernetesClient admin, String namespace) {
        this.admin = admin;
        this.namespace = namespace;
    }

    /** What is served: an Ingress for {@code /}, the Service {@code web} with sessions, and its policy. */
    static String manifests() {
        return """
                apiVersion: configuration.konghq.com/v1beta1
                kind: KongUpstreamPolicy
                metadata: {name: sticky}
                spec: {algorithm: sticky-sessions, hashOn: {input: none}, stickySessions: {cookie: session-id}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web, annotations: {konghq.com/upstream-policy: sticky}}
                spec: {ports: [{port: 80}]}
                ---
                """ + ingress("web", "/");
    }

    static String ingress(String name, String path) {
        return """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: %s}
                spec:
                  ingressClassName: kong
                  rules:
                  - http:
                      paths:
                      - {path: %s, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
                """.formatted(name, path);
    }

    /** Starts a server and says that it is ready. Its name is what it answers as its pod. */
    String add() {
        int number = origins.size() + 1;
        String pod = namespace + "-pod-" + number;
        TestOrigin origin = TestOrigin.start("10.244.250." + number);
        AtomicInteger visits = new AtomicInteger();
        origin.reply(
                request -> OriginReply.ok("{\"pod\": \"" + pod + "\", \"visits\": " + visits.incrementAndGet() + "}"));
        origins.add(origin);
        admin.resource(slice(pod, origin)).create();
        return pod;
    }

    private EndpointSlice slice(String pod, TestOrigin origin) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withName(pod)
                .withNamespace(namespace)
                .addToLabels("kubernetes.io/service-name", "web")
                .addToLabels("endpointslice.kubernetes.io/managed-by", "verification")
                .endMetadata()
                .withAddressType("IPv4")
                .addNewPort()
                .withPort(origin.address().getPort())
                .endPort()
                .addNewEndpoint()
                .withAddresses(origin.address().getAddress().getHostAddress())
                .withNewConditions()
                .withReady(true)
                .endConditions()
                .endEndpoint()
                .build();
    }

    @Override
    public void close() {
        origins.forEach(TestOrigin::close);
    }
}
