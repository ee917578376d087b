package dev.hawser.server.playground.api.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.server.playground.api.patch.PatchType;
import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.ObjectKey;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.ResourceKinds;
import dev.hawser.server.playground.api.resource.Subresource;
import dev.hawser.server.playground.api.rules.CustomKinds;
import dev.hawser.server.playground.api.rules.FieldValidation;
import dev.hawser.server.playground.api.rules.ObjectRules;
import dev.hawser.server.playground.api.store.ResourceStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.node.ObjectNode;

/** An API without its front, and the words to use it in a test. */
abstract class ResourcesFixture {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final WriteOptions STRICT = new WriteOptions(WriteOptions.Mode.COMMIT, FieldValidation.STRICT);

    static final String DEPLOYMENT = """
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}, creationTimestamp: null}
                spec: {containers: [{name: web, image: web, ports: [{containerPort: 80}]}]}
            """;
    static final String POD = """
            metadata: {name: pod}
            spec: {nodeName: node, terminationGracePeriodSeconds: 60, containers: [{name: web, image: web}]}
            """;
    static final String POLICY = """
            metadata: {name: policy}
            spec: {algorithm: sticky-sessions, stickySessions: {cookie: id}}
            """;

    final ResourceStore store = new ResourceStore(0, 1000);
    final Resources resources = new Resources(
            store,
            new ObjectRules(
                    CustomKinds.load(),
                    (kind, object) ->
                            Json.text(object, "spec.stickySessions.cookie").equals("bad")
                                    ? List.of(kind + " has a bad cookie.")
                                    : List.of()),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @BeforeEach
    void createNamespace() {
        create(ResourceKinds.NAMESPACE, "metadata: {name: default}");
        resources.start();
    }

    @AfterEach
    void close() {
        resources.close();
    }

    static void assertFailure(ThrowingCallable call, int code, String reason, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(ApiFailure.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.reason()).isEqualTo(reason);
                })
                .hasMessageContaining(message);
    }

    ObjectNode create(ResourceKind kind, String yaml) {
        return resources.create(kind, kind.isNamespaced() ? "default" : "", object(kind, yaml), WriteOptions.PLAIN);
    }

    ObjectNode update(ResourceKind kind, String name, String yaml) {
        return resources.update(
                kind, new ObjectKey("default", name), Subresource.NONE, object(kind, yaml), WriteOptions.PLAIN);
    }

    ObjectNode patch(ResourceKind kind, String name, Subresource subresource, String yaml) {
        return resources.patch(
                kind, new ObjectKey("default", name), subresource, PatchType.MERGE, yaml(yaml), WriteOptions.PLAIN);
    }

    Deleted delete(ResourceKind kind, String name, DeleteOptions options) {
        return resources.delete(kind, new ObjectKey("default", name), options);
    }

    ObjectNode get(ResourceKind kind, String name) {
        return resources.get(kind, new ObjectKey("default", name), Subresource.NONE);
    }

    static DeleteOptions grace(long seconds) {
        return new DeleteOptions(
                OptionalLong.of(seconds), "", "", DeleteOptions.Dependents.DELETE, WriteOptions.Mode.COMMIT);
    }

    static String ownedBy(String uid) {
        return "metadata: {name: owned, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: %s}]}"
                .formatted(uid);
    }

    static ObjectNode object(ResourceKind kind, String yaml) {
        return yaml(yaml).put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
    }

    static ObjectNode yaml(String text) {
        return Json.asObject(Json.parseYaml(text.getBytes(StandardCharsets.UTF_8)));
    }
}
