package dev.hawser.server.playground.api.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.server.playground.api.patch.PatchType;
import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.FieldSelector;
import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.LabelSelector;
import dev.hawser.server.playground.api.resource.Meta;
import dev.hawser.server.playground.api.resource.ObjectKey;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.ResourceKinds;
import dev.hawser.server.playground.api.resource.Selection;
import dev.hawser.server.playground.api.resource.Subresource;
import dev.hawser.server.playground.api.rules.CustomKinds;
import dev.hawser.server.playground.api.rules.FieldValidation;
import dev.hawser.server.playground.api.rules.ObjectRules;
import dev.hawser.server.playground.api.store.EventLog;
import dev.hawser.server.playground.api.store.ResourceStore;
import dev.hawser.server.playground.api.store.WatchEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ResourcesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final WriteOptions STRICT = new WriteOptions(WriteOptions.Mode.COMMIT, FieldValidation.STRICT);

    private static final String DEPLOYMENT = """
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}, creationTimestamp: null}
                spec: {containers: [{name: web, image: web, ports: [{containerPort: 80}]}]}
            """;
    private static final String POD = """
            metadata: {name: pod}
            spec: {nodeName: node, terminationGracePeriodSeconds: 60, containers: [{name: web, image: web}]}
            """;
    private static final String POLICY = """
            metadata: {name: policy}
            spec: {algorithm: sticky-sessions, stickySessions: {cookie: id}}
            """;

    private final ResourceStore store = new ResourceStore(0, 1000);
    private final Resources resources = new Resources(
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

    @Test
    void createdObjectHasIdentity() {
        Meta meta = new Meta(create(ResourceKinds.DEPLOYMENT, DEPLOYMENT));

        assertThat(meta.uid()).hasSize(36);
        assertThat(meta.created()).isEqualTo(NOW);
        assertThat(meta.generation()).isEqualTo(1);
        assertThat(meta.namespace()).isEqualTo("default");
        assertThat(Long.parseLong(meta.resourceVersion())).isEqualTo(store.version());
    }

    @Test
    void deploymentGetsItsDefaults() {
        ObjectNode created = create(ResourceKinds.DEPLOYMENT, DEPLOYMENT);

        assertThat(Json.at(created, "spec.replicas").asInt(0)).isEqualTo(1);
        assertThat(Json.text(created, "spec.strategy.rollingUpdate.maxSurge")).isEqualTo("25%");
        assertThat(Json.text(created, "spec.template.spec.terminationGracePeriodSeconds"))
                .isEqualTo("30");
        assertThat(Json.at(created, "spec.template.metadata").has("creationTimestamp"))
                .isFalse();
    }

    @Test
    void servicesGetDifferentAddressesAndTargetPorts() {
        ObjectNode first = create(ResourceKinds.SERVICE, "{metadata: {name: a}, spec: {ports: [{port: 80}]}}");
        ObjectNode second = create(ResourceKinds.SERVICE, "{metadata: {name: b}, spec: {ports: [{port: 80}]}}");

        assertThat(Json.text(first, "spec.clusterIP")).isEqualTo("10.96.0.1");
        assertThat(Json.text(second, "spec.clusterIP")).isEqualTo("10.96.0.2");
        assertThat(first.path("spec").path("ports").path(0))
                .isEqualTo(yaml("{port: 80, protocol: TCP, targetPort: 80}"));
    }

    @Test
    void serviceKeepsItsAddressWhenItIsReplaced() {
        create(ResourceKinds.SERVICE, "{metadata: {name: a}, spec: {ports: [{port: 80}]}}");

        ObjectNode updated = update(ResourceKinds.SERVICE, "a", "{metadata: {name: a}, spec: {ports: [{port: 81}]}}");

        assertThat(Json.text(updated, "spec.clusterIP")).isEqualTo("10.96.0.1");
    }

    @Test
    void policyGetsDefaultCookiePath() {
        ObjectNode created = create(ResourceKinds.UPSTREAM_POLICY, POLICY);

        assertThat(Json.text(created, "spec.stickySessions.cookiePath")).isEqualTo("/");
    }

    @Test
    void generatesNames() {
        ObjectNode created = create(ResourceKinds.CONFIG_MAP, "metadata: {generateName: web-}");

        assertThat(new Meta(created).name()).matches("web-[bcdfghjklmnpqrstvwxz2-9]{5}");
    }

    @Test
    void rejectsSecondObjectOfSameName() {
        create(ResourceKinds.DEPLOYMENT, DEPLOYMENT);

        assertFailure(
                () -> create(ResourceKinds.DEPLOYMENT, DEPLOYMENT),
                409,
                "AlreadyExists",
                "deployments.apps \"web\" already exists");
    }

    @Test
    void rejectsObjectInUnknownNamespace() {
        assertFailure(
                () -> resources.create(
                        ResourceKinds.CONFIG_MAP, "none", yaml("metadata: {name: a}"), WriteOptions.PLAIN),
                404,
                "NotFound",
                "namespaces \"none\" not found");
    }

    @Test
    void rejectsBadName() {
        assertThatThrownBy(() -> create(ResourceKinds.CONFIG_MAP, "metadata: {name: Bad_Name}"))
                .isInstanceOfSatisfying(ApiFailure.class, e -> {
                    assertThat(e.code()).isEqualTo(422);
                    assertThat(e)
                            .hasMessageStartingWith("ConfigMap \"Bad_Name\" is invalid: metadata.name: Invalid value");
                    assertThat(Json.text(e.status(), "details.kind")).isEqualTo("ConfigMap");
                });
    }

    @Test
    void rejectsSelectorThatMissesItsTemplate() {
        assertFailure(
                () -> create(
                        ResourceKinds.DEPLOYMENT, DEPLOYMENT.replace("labels: {app: web}", "labels: {app: other}")),
                422,
                "Invalid",
                "`selector` does not match template `labels`");
    }

    @Test
    void rejectsIngressWithoutPathType() {
        assertFailure(
                () -> create(ResourceKinds.INGRESS, """
                        metadata: {name: web}
                        spec: {rules: [{http: {paths: [{path: /, backend: {service: {name: a, port: {number: 80}}}}]}}]}
                        """),
                422,
                "Invalid",
                "spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified");
    }

    @Test
    void rejectsUnknownFieldsOfBuiltInKindsWhenStrict() {
        assertFailure(
                () -> resources.create(
                        ResourceKinds.DEPLOYMENT,
                        "default",
                        object(ResourceKinds.DEPLOYMENT, DEPLOYMENT.replace("image: web", "imag: web")),
                        STRICT),
                400,
                "BadRequest",
                "strict decoding error: unknown field \"spec.template.spec.containers[0].imag\"");
    }

    @Test
    void rejectsUnknownFieldsOfCustomKindsWhenStrict() {
        assertFailure(
                () -> resources.create(
                        ResourceKinds.UPSTREAM_POLICY,
                        "default",
                        object(ResourceKinds.UPSTREAM_POLICY, POLICY.replace("cookie:", "cooky: x, cookie:")),
                        STRICT),
                400,
                "BadRequest",
                "strict decoding error: unknown field \"spec.stickySessions.cooky\"");
    }

    @Test
    void dropsUnknownFieldsOfCustomKindsWhenLenient() {
        ObjectNode created = create(ResourceKinds.UPSTREAM_POLICY, POLICY.replace("cookie:", "cooky: x, cookie:"));

        assertThat(created.path("spec").path("stickySessions").has("cooky")).isFalse();
    }

    @Test
    void rejectsPolicyAgainstItsSchema() {
        assertFailure(
                () -> create(ResourceKinds.UPSTREAM_POLICY, "{metadata: {name: p}, spec: {slots: 5}}"),
                422,
                "Invalid",
                "spec.slots: Invalid value: 5: spec.slots in body should be greater than or equal to 10");
    }

    @Test
    void rejectsPolicyThatFailsTheAdmissionCheck() {
        assertFailure(
                () -> create(ResourceKinds.UPSTREAM_POLICY, POLICY.replace("cookie: id", "cookie: bad")),
                422,
                "Invalid",
                "KongUpstreamPolicy.configuration.konghq.com \"policy\" is invalid: spec: Invalid value: \"object\":"
                        + " KongUpstreamPolicy has a bad cookie.");
    }

    @Test
    void rejectsUpdateOfAnOlderVersion() {
        ObjectNode first = create(ResourceKinds.CONFIG_MAP, "{metadata: {name: a}, data: {x: '1'}}");
        update(ResourceKinds.CONFIG_MAP, "a", "{metadata: {name: a}, data: {x: '2'}}");

        assertFailure(
                () -> resources.update(
                        ResourceKinds.CONFIG_MAP,
                        new ObjectKey("default", "a"),
                        Subresource.NONE,
                        first,
                        WriteOptions.PLAIN),
                409,
                "Conflict",
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    @Test
    void rejectsPatchOfAnOlderVersion() {
        ObjectNode first = create(ResourceKinds.CONFIG_MAP, "metadata: {name: a}");
        patch(ResourceKinds.CONFIG_MAP, "a", Subresource.NONE, "data: {x: '1'}");

        assertFailure(
                () -> patch(
                        ResourceKinds.CONFIG_MAP,
                        "a",
                        Subresource.NONE,
                        "{metadata: {resourceVersion: '%s'}, data: {x: '2'}}"
                                .formatted(new Meta(first).resourceVersion())),
                409,
                "Conflict",
                "has been modified");
    }

    @Test
    void customObjectsMustNameTheVersionTheyReplace() {
        create(ResourceKinds.UPSTREAM_POLICY, POLICY);

        assertFailure(
                () -> update(ResourceKinds.UPSTREAM_POLICY, "policy", POLICY),
                422,
                "Invalid",
                "metadata.resourceVersion: Invalid value: 0: must be specified for an update");
    }

    @Test
    void unchangedWriteMakesNoVersion() {
        ObjectNode created = create(ResourceKinds.DEPLOYMENT, DEPLOYMENT);

        ObjectNode updated = update(ResourceKinds.DEPLOYMENT, "web", DEPLOYMENT);

        assertThat(updated).isEqualTo(created);
    }

    @Test
    void generationCountsChangesOfTheSpecOnly() {
        create(ResourceKinds.DEPLOYMENT, DEPLOYMENT);

        patch(ResourceKinds.DEPLOYMENT, "web", Subresource.NONE, "metadata: {annotations: {a: b}}");
        patch(ResourceKinds.DEPLOYMENT, "web", Subresource.STATUS, "status: {replicas: 1}");
        assertThat(new Meta(get(ResourceKinds.DEPLOYMENT, "web")).generation()).isEqualTo(1);

        patch(ResourceKinds.DEPLOYMENT, "web", Subresource.NONE, "spec: {replicas: 2}");
        assertThat(new Meta(get(ResourceKinds.DEPLOYMENT, "web")).generation()).isEqualTo(2);
    }

    @Test
    void statusAndObjectAreWrittenApart() {
        create(ResourceKinds.DEPLOYMENT, DEPLOYMENT);

        patch(ResourceKinds.DEPLOYMENT, "web", Subresource.STATUS, "{spec: {replicas: 7}, status: {replicas: 3}}");
        patch(ResourceKinds.DEPLOYMENT, "web", Subresource.NONE, "{spec: {paused: true}, status: {replicas: 9}}");

        ObjectNode stored = get(ResourceKinds.DEPLOYMENT, "web");
        assertThat(Json.text(stored, "spec.replicas")).isEqualTo("1");
        assertThat(Json.text(stored, "status.replicas")).isEqualTo("3");
        assertThat(Json.text(stored, "spec.paused")).isEqualTo("true");
    }

    @Test
    void scaleChangesReplicas() {
        create(ResourceKinds.DEPLOYMENT, DEPLOYMENT);

        ObjectNode scale = patch(ResourceKinds.DEPLOYMENT, "web", Subresource.SCALE, "spec: {replicas: 5}");

        assertThat(Json.text(scale, "kind")).isEqualTo("Scale");
        assertThat(Json.text(scale, "spec.replicas")).isEqualTo("5");
        assertThat(Json.text(scale, "status.selector")).isEqualTo("app=web");
        assertThat(Json.text(get(ResourceKinds.DEPLOYMENT, "web"), "spec.replicas"))
                .isEqualTo("5");
    }

    @Test
    void dryRunKeepsNothing() {
        WriteOptions dryRun = new WriteOptions(WriteOptions.Mode.DRY_RUN, FieldValidation.LENIENT);

        resources.create(ResourceKinds.CONFIG_MAP, "default", yaml("metadata: {name: a}"), dryRun);

        assertFailure(() -> get(ResourceKinds.CONFIG_MAP, "a"), 404, "NotFound", "configmaps \"a\" not found");
    }

    @Test
    void runningPodIsMarkedWithItsGracePeriod() {
        create(ResourceKinds.POD, POD);

        Deleted deleted = delete(ResourceKinds.POD, "pod", DeleteOptions.PLAIN);

        assertThat(deleted.progress()).isEqualTo(Deleted.Progress.MARKED);
        Meta meta = new Meta(get(ResourceKinds.POD, "pod"));
        assertThat(meta.text("deletionTimestamp")).isEqualTo("2026-01-01T00:01:00Z");
        assertThat(meta.text("deletionGracePeriodSeconds")).isEqualTo("60");
    }

    @Test
    void secondDeletionCanOnlyShortenTheGracePeriod() {
        create(ResourceKinds.POD, POD);
        delete(ResourceKinds.POD, "pod", grace(40));

        delete(ResourceKinds.POD, "pod", grace(50));
        assertThat(new Meta(get(ResourceKinds.POD, "pod")).text("deletionTimestamp"))
                .isEqualTo("2026-01-01T00:00:40Z");

        delete(ResourceKinds.POD, "pod", grace(10));
        assertThat(new Meta(get(ResourceKinds.POD, "pod")).text("deletionTimestamp"))
                .isEqualTo("2026-01-01T00:00:10Z");
    }

    @Test
    void gracePeriodOfZeroRemovesAtOnce() throws InterruptedException {
        create(ResourceKinds.POD, POD);
        delete(ResourceKinds.POD, "pod", DeleteOptions.PLAIN);
        EventLog log = store.log(ResourceKinds.POD);
        long seen = store.version();

        Deleted deleted = delete(ResourceKinds.POD, "pod", DeleteOptions.NOW);

        assertThat(deleted.progress()).isEqualTo(Deleted.Progress.REMOVED);
        assertThat(log.after(seen, Duration.ZERO))
                .extracting(WatchEvent::type)
                .containsExactly(WatchEvent.Type.DELETED);
    }

    @Test
    void podThatNobodyRunsIsRemovedAtOnce() {
        create(ResourceKinds.POD, POD.replace("nodeName: node, ", ""));

        assertThat(delete(ResourceKinds.POD, "pod", DeleteOptions.PLAIN).progress())
                .isEqualTo(Deleted.Progress.REMOVED);
    }

    @Test
    void finalizersHoldAnObjectBack() {
        create(ResourceKinds.CONFIG_MAP, "metadata: {name: a, finalizers: [example.com/hold]}");

        delete(ResourceKinds.CONFIG_MAP, "a", DeleteOptions.PLAIN);
        assertThat(new Meta(get(ResourceKinds.CONFIG_MAP, "a")).isDeleting()).isTrue();

        patch(ResourceKinds.CONFIG_MAP, "a", Subresource.NONE, "metadata: {finalizers: null}");
        assertFailure(() -> get(ResourceKinds.CONFIG_MAP, "a"), 404, "NotFound", "not found");
    }

    @Test
    void deletionOfAnOwnerReachesItsDependents() throws InterruptedException {
        String owner = new Meta(create(ResourceKinds.DEPLOYMENT, DEPLOYMENT)).uid();
        create(ResourceKinds.CONFIG_MAP, ownedBy(owner));
        EventLog log = store.log(ResourceKinds.CONFIG_MAP);
        long seen = store.version();

        delete(ResourceKinds.DEPLOYMENT, "web", DeleteOptions.PLAIN);

        assertThat(log.after(seen, Duration.ofSeconds(10)))
                .extracting(WatchEvent::type)
                .containsExactly(WatchEvent.Type.DELETED);
    }

    @Test
    void orphansLoseTheirReferenceToTheOwner() {
        String owner = new Meta(create(ResourceKinds.DEPLOYMENT, DEPLOYMENT)).uid();
        create(ResourceKinds.CONFIG_MAP, ownedBy(owner));

        delete(ResourceKinds.DEPLOYMENT, "web", DeleteOptions.parse(yaml("propagationPolicy: Orphan")));

        assertThat(new Meta(get(ResourceKinds.CONFIG_MAP, "owned")).owners()).isEmpty();
    }

    @Test
    void objectOfAnOwnerThatIsGoneIsDeleted() throws InterruptedException {
        EventLog log = store.log(ResourceKinds.CONFIG_MAP);

        long created =
                Long.parseLong(new Meta(create(ResourceKinds.CONFIG_MAP, ownedBy("no-such-uid"))).resourceVersion());

        assertThat(log.after(created, Duration.ofSeconds(10)))
                .extracting(WatchEvent::type)
                .containsExactly(WatchEvent.Type.DELETED);
    }

    @Test
    void namespaceGoesWhenItsLastPodIsGone() throws InterruptedException {
        create(ResourceKinds.NAMESPACE, "metadata: {name: team}");
        resources.create(ResourceKinds.POD, "team", object(ResourceKinds.POD, POD), WriteOptions.PLAIN);
        EventLog pods = store.log(ResourceKinds.POD);
        EventLog namespaces = store.log(ResourceKinds.NAMESPACE);
        long seen = store.version();

        ObjectNode marked = resources
                .delete(ResourceKinds.NAMESPACE, new ObjectKey("", "team"), DeleteOptions.PLAIN)
                .object();
        assertThat(Json.text(marked, "status.phase")).isEqualTo("Terminating");
        assertThat(pods.after(seen, Duration.ofSeconds(10)))
                .extracting(WatchEvent::type)
                .containsExactly(WatchEvent.Type.MODIFIED);
        assertFailure(
                () -> resources.create(
                        ResourceKinds.CONFIG_MAP, "team", yaml("metadata: {name: late}"), WriteOptions.PLAIN),
                403,
                "Forbidden",
                "because it is being terminated");

        long terminating = Long.parseLong(new Meta(marked).resourceVersion());
        resources.delete(ResourceKinds.POD, new ObjectKey("team", "pod"), DeleteOptions.NOW);
        assertThat(namespaces.after(terminating, Duration.ofSeconds(10)))
                .extracting(WatchEvent::type)
                .containsExactly(WatchEvent.Type.DELETED);
    }

    @Test
    void defaultNamespaceStays() {
        assertFailure(
                () -> resources.delete(ResourceKinds.NAMESPACE, new ObjectKey("", "default"), DeleteOptions.PLAIN),
                403,
                "Forbidden",
                "this namespace may not be deleted");
    }

    @Test
    void eventsAreReadInEitherForm() {
        create(ResourceKinds.NEW_EVENT, "{metadata: {name: e}, note: hello, regarding: {kind: Pod, name: web}}");

        ObjectNode core = get(ResourceKinds.EVENT, "e");
        assertThat(Json.text(core, "message")).isEqualTo("hello");
        assertThat(Json.text(core, "apiVersion")).isEqualTo("v1");
        assertThat(Json.text(get(ResourceKinds.NEW_EVENT, "e"), "regarding.name"))
                .isEqualTo("web");
        assertThat(resources
                        .list(new Selection(
                                ResourceKinds.EVENT,
                                "default",
                                LabelSelector.parse(""),
                                FieldSelector.parse("involvedObject.name=web", ResourceKinds.EVENT)))
                        .items())
                .hasSize(1);
    }

    @Test
    void plainTextOfSecretsIsEncoded() {
        ObjectNode created = create(ResourceKinds.SECRET, "{metadata: {name: s}, stringData: {a: b}}");

        assertThat(Json.text(created, "data.a")).isEqualTo("Yg==");
        assertThat(created.has("stringData")).isFalse();
    }

    private static void assertFailure(ThrowingCallable call, int code, String reason, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(ApiFailure.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.reason()).isEqualTo(reason);
                })
                .hasMessageContaining(message);
    }

    private ObjectNode create(ResourceKind kind, String yaml) {
        return resources.create(kind, kind.isNamespaced() ? "default" : "", object(kind, yaml), WriteOptions.PLAIN);
    }

    private ObjectNode update(ResourceKind kind, String name, String yaml) {
        return resources.update(
                kind, new ObjectKey("default", name), Subresource.NONE, object(kind, yaml), WriteOptions.PLAIN);
    }

    private ObjectNode patch(ResourceKind kind, String name, Subresource subresource, String yaml) {
        return resources.patch(
                kind, new ObjectKey("default", name), subresource, PatchType.MERGE, yaml(yaml), WriteOptions.PLAIN);
    }

    private Deleted delete(ResourceKind kind, String name, DeleteOptions options) {
        return resources.delete(kind, new ObjectKey("default", name), options);
    }

    private ObjectNode get(ResourceKind kind, String name) {
        return resources.get(kind, new ObjectKey("default", name), Subresource.NONE);
    }

    private static DeleteOptions grace(long seconds) {
        return new DeleteOptions(
                OptionalLong.of(seconds), "", "", DeleteOptions.Dependents.DELETE, WriteOptions.Mode.COMMIT);
    }

    private static String ownedBy(String uid) {
        return "metadata: {name: owned, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: %s}]}"
                .formatted(uid);
    }

    private static ObjectNode object(ResourceKind kind, String yaml) {
        return yaml(yaml).put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
    }

    private static ObjectNode yaml(String text) {
        return Json.asObject(Json.parseYaml(text.getBytes(StandardCharsets.UTF_8)));
    }
}
