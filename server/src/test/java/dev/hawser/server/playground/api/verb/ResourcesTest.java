package dev.hawser.server.playground.api.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.server.playground.api.resource.FieldSelector;
import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.LabelSelector;
import dev.hawser.server.playground.api.resource.Meta;
import dev.hawser.server.playground.api.resource.ObjectKey;
import dev.hawser.server.playground.api.resource.ResourceKinds;
import dev.hawser.server.playground.api.resource.Selection;
import dev.hawser.server.playground.api.resource.Subresource;
import dev.hawser.server.playground.api.rules.FieldValidation;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ResourcesTest extends ResourcesFixture {

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
}
