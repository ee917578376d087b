package dev.hawser.server.playground.api.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.server.playground.api.resource.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class StrategicMergePatchTest {

    private static final String POD = """
            metadata: {labels: {app: example, tier: web}, finalizers: [a, b]}
            spec:
              containers:
                - {name: one, image: "one:1", ports: [{containerPort: 80, protocol: TCP}]}
                - {name: two, image: "two:1", env: [{name: A, value: "1"}, {name: B, value: "2"}]}
              tolerations: [{key: old}]
              volumes: [{name: data, emptyDir: {}}]
            """;

    @Test
    void mergesContainersByName() {
        JsonNode patched = patch(POD, "spec: {containers: [{name: two, image: 'two:2'}]}");

        assertThat(patched.path("spec").path("containers"))
                .isEqualTo(yaml(POD.replace("two:1", "two:2")).path("spec").path("containers"));
    }

    @Test
    void appendsElementWithNewKey() {
        JsonNode patched = patch(POD, "spec: {containers: [{name: three, image: 'three:1'}]}");

        assertThat(names(patched, "containers")).containsExactly("one", "two", "three");
    }

    @Test
    void mergesNestedListsByTheirOwnKeys() {
        JsonNode patched = patch(POD, "spec: {containers: [{name: two, env: [{name: B, value: '3'}, {name: C}]}]}");

        assertThat(patched.path("spec").path("containers").path(1).path("env"))
                .isEqualTo(yaml("e: [{name: A, value: '1'}, {name: B, value: '3'}, {name: C}]")
                        .path("e"));
    }

    @Test
    void mergesContainerPortsByNumber() {
        JsonNode patched = patch(
                POD, "spec: {containers: [{name: one, ports: [{containerPort: 80, name: web}, {containerPort: 81}]}]}");

        assertThat(patched.path("spec").path("containers").path(0).path("ports"))
                .isEqualTo(yaml("p: [{containerPort: 80, protocol: TCP, name: web}, {containerPort: 81}]")
                        .path("p"));
    }

    @Test
    void prefersPortOfSameProtocolAmongEqualNumbers() {
        String service = "spec: {ports: [{port: 53, protocol: TCP, name: tcp}, {port: 53, protocol: UDP, name: udp}]}";

        JsonNode patched = patch(service, "spec: {ports: [{port: 53, protocol: UDP, name: dns}]}");

        assertThat(names(patched, "ports")).containsExactly("tcp", "dns");
    }

    @Test
    void replacesListWithoutMergeKey() {
        JsonNode patched = patch(POD, "spec: {tolerations: [{key: new}]}");

        assertThat(patched.path("spec").path("tolerations"))
                .isEqualTo(yaml("t: [{key: new}]").path("t"));
    }

    @Test
    void replacesPortsOfEndpointSlice() {
        JsonNode patched = patch("ports: [{port: 80, name: a}]", "ports: [{port: 81, name: b}]");

        assertThat(patched).isEqualTo(yaml("ports: [{port: 81, name: b}]"));
    }

    @Test
    void deletesElementByDirective() {
        JsonNode patched = patch(POD, "spec: {containers: [{name: one, $patch: delete}]}");

        assertThat(names(patched, "containers")).containsExactly("two");
    }

    @Test
    void ignoresDeletionOfAbsentElement() {
        JsonNode patched = patch(POD, "spec: {containers: [{name: none, $patch: delete}]}");

        assertThat(patched).isEqualTo(yaml(POD));
    }

    @Test
    void replacesListByDirective() {
        JsonNode patched = patch(POD, "spec: {containers: [{$patch: replace}, {name: new}]}");

        assertThat(patched.path("spec").path("containers"))
                .isEqualTo(yaml("c: [{name: new}]").path("c"));
    }

    @Test
    void replacesMapByDirective() {
        JsonNode patched = patch(POD, "metadata: {labels: {$patch: replace, only: this}}");

        assertThat(patched.path("metadata").path("labels"))
                .isEqualTo(yaml("l: {only: this}").path("l"));
    }

    @Test
    void removesMapByDirective() {
        JsonNode patched = patch(POD, "metadata: {labels: {$patch: delete}}");

        assertThat(patched.path("metadata").has("labels")).isFalse();
    }

    @Test
    void removesFieldThatIsNull() {
        JsonNode patched = patch(POD, "metadata: {labels: {tier: null}}");

        assertThat(patched.path("metadata").path("labels"))
                .isEqualTo(yaml("l: {app: example}").path("l"));
    }

    @Test
    void keepsOnlyRetainedKeys() {
        JsonNode patched =
                patch(POD, "spec: {volumes: [{name: data, $retainKeys: [name, configMap], configMap: {name: c}}]}");

        assertThat(patched.path("spec").path("volumes"))
                .isEqualTo(yaml("v: [{name: data, configMap: {name: c}}]").path("v"));
    }

    @Test
    void addsToAndDeletesFromPrimitiveList() {
        JsonNode patched = patch(POD, "metadata: {finalizers: [c], $deleteFromPrimitiveList/finalizers: [a]}");

        assertThat(patched.path("metadata").path("finalizers"))
                .isEqualTo(yaml("f: [b, c]").path("f"));
    }

    @Test
    void ordersElementsAsAsked() {
        JsonNode patched = patch(POD, """
                spec:
                  $setElementOrder/containers: [{name: three}, {name: one}, {name: two}]
                  containers: [{name: three}]
                """);

        assertThat(names(patched, "containers")).containsExactly("three", "one", "two");
    }

    @Test
    void keepsPlaceOfElementsThatTheOrderDoesNotName() {
        String service = "spec: {containers: [{name: a}, {name: server}, {name: b}]}";

        JsonNode patched = patch(service, """
                spec:
                  $setElementOrder/containers: [{name: a}, {name: b}, {name: c}]
                  containers: [{name: c}]
                """);

        assertThat(names(patched, "containers")).containsExactly("a", "server", "b", "c");
    }

    @Test
    void leavesNoDirectiveBehind() {
        JsonNode patched = patch("{}", """
                spec:
                  $setElementOrder/containers: [{name: a}]
                  containers:
                    - name: a
                      $setElementOrder/env: [{name: X}]
                      env: [{name: X, value: y}, {name: Z, $patch: delete}]
                """);

        assertThat(patched).isEqualTo(yaml("spec: {containers: [{name: a, env: [{name: X, value: y}]}]}"));
    }

    @Test
    void writesToNeitherArgument() {
        ObjectNode current = yaml(POD);
        ObjectNode patch = yaml("metadata: {labels: {$patch: replace, a: b}}");

        StrategicMergePatch.apply(current, patch);

        assertThat(current).isEqualTo(yaml(POD));
        assertThat(patch).isEqualTo(yaml("metadata: {labels: {$patch: replace, a: b}}"));
    }

    private static ObjectNode patch(String current, String patch) {
        return StrategicMergePatch.apply(yaml(current), yaml(patch));
    }

    private static List<String> names(JsonNode object, String list) {
        return object.path("spec").path(list).values().stream()
                .map(element -> Json.text(element, "name"))
                .toList();
    }

    private static ObjectNode yaml(String text) {
        return Json.asObject(Json.parseYaml(text.getBytes(StandardCharsets.UTF_8)));
    }
}
