package dev.hawser.verification.cluster;

import static dev.hawser.verification.guide.HawserProcess.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hawser.testing.SharedData;
import dev.hawser.verification.guide.Kubectl;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the API server makes of the definitions of {@code deploy/crds}. */
@RealClusterTest
class CustomResourcesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path OURS = Path.of("..", "deploy", "crds");
    private static final String POLICIES = "configuration.konghq.com_kongupstreampolicies.yaml";

    /** The one case that breaks the rule that is wider here; it breaks another one as well. */
    private static final String WITHOUT_HASH_ON = "kup-051";

    private static final String WRONG_ALGORITHM =
            "spec.algorithm must be set to 'sticky-sessions' when spec.stickySessions is set.";

    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    @TestFactory
    Stream<DynamicTest> policiesAreTakenAndRejectedAsByKongsDefinition(Cluster cluster) throws IOException {
        List<Map<String, Object>> cases = cases();
        assertThat(cases).hasSize(71);
        return cases.stream()
                .map(each -> dynamicTest(
                        each.get("id") + ": " + each.get("description"), () -> check(each, cluster.admin())));
    }

    private static void check(Map<String, Object> each, KubernetesClient client) {
        String refusal = refusal(client, each.get("object"));
        if (Boolean.TRUE.equals(each.get("valid"))) {
            assertThat(refusal).isNull();
        } else if (WITHOUT_HASH_ON.equals(each.get("id"))) {
            assertThat(refusal).contains(WRONG_ALGORITHM);
        } else {
            assertThat(refusal).contains(messages(each));
        }
    }

    private static List<String> messages(Map<String, Object> each) {
        List<String> messages = new ArrayList<>(List.of(String.valueOf(each.get("error_contains"))));
        if (each.get("error_contains_also") instanceof List<?> others) {
            others.forEach(other -> messages.add(String.valueOf(other)));
        }
        return messages;
    }

    /** Why the API server would not create an object; {@code null} when it would. */
    private static @Nullable String refusal(KubernetesClient client, @Nullable Object object) {
        try {
            client.raw(
                    "/apis/configuration.konghq.com/v1beta1/namespaces/default/kongupstreampolicies?dryRun=All",
                    "POST",
                    JSON.asJson(object));
            return null;
        } catch (KubernetesClientException e) {
            return e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
        }
    }

    @Test
    void theGuidesPolicyNeedsNoHashOn(Cluster cluster) {
        assertThat(refusal(cluster.admin(), policy(Map.of("cookie", "session-id"), "sticky-sessions")))
                .isNull();
    }

    @Test
    void aRuleThatIsBrokenNamesItsField(Cluster cluster) {
        assertThat(refusal(cluster.admin(), policy(Map.of("cookie", "session-id"), "latency")))
                .contains("spec.algorithm: Invalid value")
                .contains(WRONG_ALGORITHM);
    }

    private static Map<String, Object> policy(Map<String, String> stickySessions, String algorithm) {
        return Map.of(
                "apiVersion",
                "configuration.konghq.com/v1beta1",
                "kind",
                "KongUpstreamPolicy",
                "metadata",
                Map.of("name", "policy"),
                "spec",
                Map.of("algorithm", algorithm, "stickySessions", stickySessions));
    }

    @Test
    void explainTellsWhatAFieldIs(Cluster cluster) {
        // What the API server says of a definition follows the definition by a moment.
        await(
                "the definition in force",
                PATIENCE,
                () -> explained(cluster).contains("The session cookie of the algorithm \"sticky-sessions\"."));

        assertThat(explained(cluster))
                .contains("cookie <string> -required-")
                .contains("The Path attribute of the cookie");
    }

    private static String explained(Cluster cluster) {
        return cluster.kubectl("default")
                .run("explain", "kup.spec.stickySessions")
                .replaceAll("\\s+", " ");
    }

    @Test
    void columnsTellAlgorithmCookieAndWhatBecameOfIt(Cluster cluster) {
        Kubectl kubectl = cluster.kubectl(cluster.namespace("columns"));
        kubectl.apply(JSON.asJson(policy(Map.of("cookie", "session-id"), "sticky-sessions")));
        kubectl.run("patch", "kup", "policy", "--subresource=status", "--type=merge", "--patch", """
                {"status": {"ancestors": [{
                  "ancestorRef": {"group": "core", "kind": "Service", "name": "shop"},
                  "controllerName": "konghq.com/kic-gateway-controller",
                  "conditions": [
                    {"type": "Accepted", "status": "True", "reason": "Accepted", "message": "",
                     "lastTransitionTime": "2026-01-01T00:00:00Z"},
                    {"type": "Programmed", "status": "False", "reason": "Pending", "message": "",
                     "lastTransitionTime": "2026-01-01T00:00:00Z"}]}]}}
                """);

        assertThat(kubectl.run("get", "kup").lines().map(line -> line.replaceAll("\\s+", " ")))
                .anyMatch(line -> line.startsWith("NAME ALGORITHM STICKY COOKIE ACCEPTED PROGRAMMED AGE"))
                .anyMatch(line -> line.startsWith("policy sticky-sessions session-id True False "));
    }

    @Test
    void whatWasStoredUnderKongsDefinitionIsValidUnderOurs(Cluster cluster) throws IOException {
        Path kong = shared("crds/" + POLICIES);
        String namespace = cluster.namespace("kong");
        Kubectl kubectl = cluster.kubectl(namespace);
        List<Map<String, Object>> valid = cases().stream()
                .filter(each -> Boolean.TRUE.equals(each.get("valid")))
                .toList();
        try {
            replaceDefinition(kubectl, kong);
            await(
                    "Kong's definition is in force",
                    PATIENCE,
                    () -> refusal(cluster.admin(), policy(Map.of("cookie", "c"), "sticky-sessions")) != null);
            for (Map<String, Object> each : valid) {
                kubectl.attemptWith(JSON.asJson(inNamespace(each.get("object"), namespace)), "create", "-f", "-");
            }
        } finally {
            replaceDefinition(kubectl, OURS.resolve(POLICIES));
        }
        await(
                "our definition is in force",
                PATIENCE,
                () -> refusal(cluster.admin(), policy(Map.of("cookie", "c"), "sticky-sessions")) == null);

        assertThat(kubectl.run("get", "kup", "-o", "name").lines()).hasSize(valid.size());
        // An update is validated as a whole.
        kubectl.run("annotate", "kup", "--all", "touched=true");
    }

    private static void replaceDefinition(Kubectl kubectl, Path definition) {
        kubectl.run("apply", "--server-side", "--force-conflicts", "-f", definition.toString());
    }

    private static Object inNamespace(@Nullable Object object, String namespace) {
        Map<String, Object> copy = map(JSON.unmarshal(JSON.asJson(object), Map.class));
        map(Objects.requireNonNull(copy.get("metadata"))).put("namespace", namespace);
        return copy;
    }

    private static List<Map<String, Object>> cases() throws IOException {
        Map<String, Object> file = map(JSON.unmarshal(Files.readString(shared("data/kup-crd.json")), Map.class));
        return ((List<?>) Objects.requireNonNull(file.get("cases")))
                .stream().map(CustomResourcesIT::map).toList();
    }

    private static Path shared(String path) {
        Optional<Path> found = SharedData.find(path);
        assumeTrue(found.isPresent(), () -> path + " is not there: its cases are left out");
        return found.orElseThrow();
    }

    @SuppressWarnings("unchecked") // JSON objects have no other keys
    private static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }
}
