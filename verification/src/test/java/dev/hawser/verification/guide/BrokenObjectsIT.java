package dev.hawser.verification.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is broken or taken away is told, located, and costs nothing else. */
class BrokenObjectsIT {

    private static final String PATH = "/example";

    @TempDir
    private Path folder;

    @BeforeAll
    static void requireKubectl() {
        Kubectl.require();
    }

    @Test
    void aBrokenObjectIsToldAndEverythingElseKeepsServing() {
        try (HawserProcess playground = HawserProcess.playground(folder)) {
            Kubectl kubectl = new Kubectl(playground.kubeconfig());
            Traffic traffic = Traffic.start(playground.gateway(), PATH, 10);
            try (traffic) {
                kubectl.apply(ingress("bad-regex", "/~/(?<=x)y", "ImplementationSpecific", "example-service", ""));
                playground.awaitLog("object=Ingress default/bad-regex reason=INVALID_PATH "
                        + "problem=spec.rules[0].http.paths[0].path: \"/~/(?<=x)y\": invalid regex");

                kubectl.apply(ingress("no-service", "/nothing", "Prefix", "nowhere", ""));
                playground.awaitLog("object=Ingress default/no-service reason=SERVICE_NOT_FOUND");
                playground.awaitLog("Service default/nowhere not found");

                kubectl.apply(ingress(
                        "bad-annotation", "/annotated", "Prefix", "example-service", "konghq.com/strip-path: maybe"));
                playground.awaitLog("object=Ingress default/bad-annotation reason=INVALID_ANNOTATION "
                        + "problem=konghq.com/strip-path: \"maybe\" (expected: true or false)");
            }
            assertThat(traffic.failures()).isEmpty();
            traffic.journeys().forEach(Journeys::assertWholeSessions);
        }
    }

    @Test
    void aBrokenPolicyIsRefusedWhenItIsWritten() {
        try (HawserProcess playground = HawserProcess.playground(folder)) {
            Kubectl kubectl = new Kubectl(playground.kubeconfig());

            assertThat(refusal(kubectl, policy("unknown-algorithm", "algorithm: coin-toss")))
                    .contains("The KongUpstreamPolicy \"unknown-algorithm\" is invalid: spec.algorithm: "
                            + "Unsupported value: \"coin-toss\"");
            assertThat(refusal(
                            kubectl,
                            policy(
                                    "two-inputs",
                                    "{algorithm: sticky-sessions, hashOn: {input: ip}, stickySessions: {cookie: a}}")))
                    .contains("When spec.stickySessions is set, spec.hashOn.input must be set to 'none' "
                            + "(no other hash_on fields allowed).");
            assertThat(refusal(kubectl, policy("misspelt", "algoritm: round-robin")))
                    .contains("unknown field \"spec.algoritm\"");
        }
    }

    @Test
    void whatIsDeletedIsToldAndTheRestKeepsServing() {
        try (HawserProcess playground = HawserProcess.playground(folder)) {
            Kubectl kubectl = new Kubectl(playground.kubeconfig());
            kubectl.apply("""
                    apiVersion: v1
                    kind: Service
                    metadata:
                      name: other
                    spec:
                      ports:
                        - port: 80
                          targetPort: 8080
                      selector:
                        app: example
                    """);
            kubectl.apply(ingress("other", "/other", "Prefix", "other", ""));
            awaitStatus(playground, "/other", 200);
            Traffic traffic = Traffic.start(playground.gateway(), "/other", 10);
            try (traffic) {
                kubectl.run("delete", "kongupstreampolicy", "sticky-session-policy");
                playground.awaitLog("object=Service default/example-service reason=POLICY_NOT_FOUND");
                awaitStatus(playground, PATH, 200);

                kubectl.run("delete", "service", "example-service");
                playground.awaitLog("object=Ingress default/example-ingress reason=SERVICE_NOT_FOUND");
                awaitStatus(playground, PATH, 503);

                kubectl.run("delete", "ingress", "example-ingress");
                awaitStatus(playground, PATH, 404);
            }
            assertThat(traffic.failures()).isEmpty();
        }
    }

    private static void awaitStatus(HawserProcess playground, String path, int status) {
        HawserProcess.await(
                "status " + status + " for " + path,
                Duration.ofSeconds(20),
                () -> Visitor.status(playground.gateway(), path) == status);
    }

    private static String refusal(Kubectl kubectl, String manifest) {
        Kubectl.Result result = kubectl.attemptWith(manifest, "apply", "-f", "-");
        assertThat(result.exitCode()).as(result.output()).isNotZero();
        return result.output();
    }

    private static String policy(String name, String spec) {
        return """
                apiVersion: configuration.konghq.com/v1beta1
                kind: KongUpstreamPolicy
                metadata:
                  name: %s
                spec:
                  %s
                """.formatted(name, spec);
    }

    private static String ingress(String name, String path, String pathType, String service, String annotation) {
        return """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: %s
                  annotations: {%s}
                spec:
                  ingressClassName: kong
                  rules:
                    - http:
                        paths:
                          - path: "%s"
                            pathType: %s
                            backend:
                              service:
                                name: %s
                                port:
                                  number: 80
                """.formatted(name, annotation, path, pathType, service);
    }
}
