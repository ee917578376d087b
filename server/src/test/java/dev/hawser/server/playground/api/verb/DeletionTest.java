package dev.hawser.server.playground.api.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.Meta;
import dev.hawser.server.playground.api.resource.ObjectKey;
import dev.hawser.server.playground.api.resource.ResourceKinds;
import dev.hawser.server.playground.api.resource.Subresource;
import dev.hawser.server.playground.api.store.EventLog;
import dev.hawser.server.playground.api.store.WatchEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class DeletionTest extends ResourcesFixture {

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
    void optionsComeFromBodyOrQuery() {
        assertThat(DeleteOptions.parse(yaml("gracePeriodSeconds: 5")).graceSeconds())
                .hasValue(5);
        assertThat(DeleteOptions.parse(yaml("gracePeriodSeconds: '5'")).graceSeconds())
                .hasValue(5);
        assertThat(DeleteOptions.parse(yaml("dryRun: All")).mode()).isEqualTo(WriteOptions.Mode.DRY_RUN);
        assertThat(DeleteOptions.parse(yaml("dryRun: [All]")).mode()).isEqualTo(WriteOptions.Mode.DRY_RUN);
        assertFailure(
                () -> DeleteOptions.parse(yaml("gracePeriodSeconds: soon")), 400, "BadRequest", "gracePeriodSeconds");
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
}
