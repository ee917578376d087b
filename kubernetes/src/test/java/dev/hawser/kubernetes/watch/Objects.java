package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.KongUpstreamPolicy;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Objects of a small cluster: an Ingress, its Service, the endpoints, a policy. */
final class Objects {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private Objects() {}

    static Ingress ingress(String name, String path) {
        return YAML.unmarshal("""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: %s, namespace: default}
                spec:
                  ingressClassName: kong
                  rules:
                  - http:
                      paths:
                      - {path: %s, pathType: ImplementationSpecific, backend: {service: {name: app, port: {number: 80}}}}
                """.formatted(name, path), Ingress.class);
    }

    static Service service() {
        return YAML.unmarshal("""
                apiVersion: v1
                kind: Service
                metadata: {name: app, namespace: default, annotations: {konghq.com/upstream-policy: sticky}}
                spec: {ports: [{port: 80, targetPort: 8080}]}
                """, Service.class);
    }

    static EndpointSlice slice(String... addresses) {
        StringBuilder endpoints = new StringBuilder();
        for (String address : addresses) {
            endpoints.append("- {addresses: [%s], conditions: {ready: true}}\n".formatted(address));
        }
        return YAML.unmarshal("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: app-1, namespace: default, labels: {kubernetes.io/service-name: app}}
                addressType: IPv4
                ports: [{port: 8080, protocol: TCP}]
                endpoints:
                """ + endpoints, EndpointSlice.class);
    }

    static KongUpstreamPolicy policy() {
        return YAML.unmarshal("""
                apiVersion: configuration.konghq.com/v1beta1
                kind: KongUpstreamPolicy
                metadata: {name: sticky, namespace: default}
                spec: {algorithm: sticky-sessions, stickySessions: {cookie: session-id}}
                """, KongUpstreamPolicy.class);
    }
}
