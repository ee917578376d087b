package dev.hawser.kubernetes.status;

import dev.hawser.config.GatewayConfig;
import dev.hawser.kubernetes.KongUpstreamPolicy;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Outcome;
import dev.hawser.kubernetes.Problem;
import dev.hawser.kubernetes.Problem.Reason;
import dev.hawser.kubernetes.Refusal;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.kubernetes.translate.ResourceTranslator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The objects of a small cluster, as tests write them down, and what comes of them. Each has its own resource version. */
final class Cluster {

    static final String POLICY = "policy";
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private final Map<ObjectKey, HasMetadata> objects = new LinkedHashMap<>();
    private final List<Problem> conflicts = new ArrayList<>();
    private int version;

    Cluster put(HasMetadata object) {
        object.getMetadata().setResourceVersion(String.valueOf(++version));
        objects.put(ObjectKey.of(object), object);
        return this;
    }

    Cluster remove(ObjectKey key) {
        objects.remove(key);
        return this;
    }

    /** A Service, created so many seconds after the others, asking for a policy (or none when that is empty). */
    Cluster service(String name, int created, String policy) {
        return put(YAML.unmarshal(
                """
                apiVersion: v1
                kind: Service
                metadata:
                  name: %s
                  namespace: default
                  uid: uid-%s
                  creationTimestamp: "2026-01-01T00:00:%02dZ"
                  annotations: {%s}
                spec: {ports: [{port: 80, targetPort: 8080}]}
                """.formatted(name, name, created, policy.isEmpty() ? "" : "konghq.com/upstream-policy: " + policy),
                Service.class));
    }

    /** An Ingress that leads to these Services. */
    Cluster ingress(String name, String ingressClass, String... services) {
        StringBuilder paths = new StringBuilder();
        for (String service : services) {
            paths.append(
                    "      - {path: /%s/%s, pathType: Prefix, backend: {service: {name: %s, port: {number: 80}}}}\n"
                            .formatted(name, service, service));
        }
        return put(YAML.unmarshal("""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: %s, namespace: default}
                spec:
                  ingressClassName: %s
                  rules:
                  - http:
                      paths:
                """.formatted(name, ingressClass) + paths, Ingress.class));
    }

    Cluster policy(String name) {
        return policy(name, "{algorithm: sticky-sessions, stickySessions: {cookie: session}}");
    }

    Cluster policy(String name, String spec) {
        return put(YAML.unmarshal("""
                apiVersion: configuration.konghq.com/v1beta1
                kind: KongUpstreamPolicy
                metadata: {name: %s, namespace: default}
                spec: %s
                """.formatted(name, spec), KongUpstreamPolicy.class));
    }

    /** Services that share an upstream ask for different policies, which an Ingress alone cannot bring about. */
    Cluster conflict(String service) {
        conflicts.add(new Problem(new ObjectKey("Service", "default", service), Reason.POLICY_CONFLICT, "conflict"));
        return this;
    }

    ResourceSnapshot snapshot() {
        return ResourceSnapshot.of(objects.values());
    }

    private Translation translation(ResourceSnapshot snapshot) {
        Translation translation = new ResourceTranslator().translate(snapshot, TranslationSettings.defaults());
        List<Problem> problems = new ArrayList<>(translation.problems());
        problems.addAll(conflicts);
        return new Translation(translation.config(), problems);
    }

    Outcome taken() {
        ResourceSnapshot snapshot = snapshot();
        return Outcome.taken(snapshot, translation(snapshot));
    }

    /** The data plane goes on with what it had. */
    Outcome refused(GatewayConfig live) {
        ResourceSnapshot snapshot = snapshot();
        return new Outcome(snapshot, translation(snapshot), live, List.of(new Refusal.Rejected(null, "no")));
    }

    /** The data plane has what it had: it has not answered yet. */
    Outcome unanswered(GatewayConfig live) {
        ResourceSnapshot snapshot = snapshot();
        return new Outcome(snapshot, translation(snapshot), live, List.of());
    }

    static ObjectKey ingress(String name) {
        return new ObjectKey("Ingress", "default", name);
    }

    static ObjectKey policyKey(String name) {
        return new ObjectKey("KongUpstreamPolicy", "default", name);
    }
}
