package dev.hawser.kubernetes.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.report.OutcomeWriter;
import dev.hawser.testing.ManualClock;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The writer against a small API server: what it asks for, and when. */
class StatusWriterTest {

    private static final ObjectKey WEB = Cluster.ingress("web");
    private static final List<String> ADDRESS = List.of("203.0.113.7");

    private final ManualClock clock = new ManualClock();
    private final Cluster cluster = new Cluster().service("app", 1, "").ingress("web", "kong", "app");
    private final FakeApi api = new FakeApi();
    private boolean leads = true;
    private final StatusWriter writer = new StatusWriter(
            api,
            new StatusComposer(StatusSettings.defaults().withPublishAddresses(ADDRESS), "kong"),
            () -> leads,
            clock.nanos(),
            clock);

    /** Keeps Ingresses as an API server does, and answers with the failures it is given before anything else. */
    private static final class FakeApi implements StatusApi {

        private final Map<ObjectKey, Ingress> stored = new HashMap<>();
        private final List<String> requests = new ArrayList<>();
        private final Deque<Integer> failures = new ArrayDeque<>();
        /** Done once, when the next request comes, before it is answered. */
        private Runnable before = () -> {};

        private void request(String verb, ObjectKey key) {
            requests.add(verb + " " + key.name());
            Runnable task = before;
            before = () -> {};
            task.run();
            if (!failures.isEmpty()) {
                throw new KubernetesClientException("answer", failures.pop(), null);
            }
        }

        @Override
        public @Nullable HasMetadata read(ObjectKey key) {
            request("get", key);
            return stored.get(key);
        }

        @Override
        public HasMetadata patch(ObjectKey key, String resourceVersion, Map<String, Object> status) {
            request("patch", key);
            Ingress ingress = stored.get(key);
            if (ingress == null) {
                throw new KubernetesClientException("not found", 404, null);
            }
            if (!ingress.getMetadata().getResourceVersion().equals(resourceVersion)) {
                throw new KubernetesClientException("changed", 409, null);
            }
            return store(withAddress(ingress, ADDRESS.getFirst()));
        }

        private Ingress store(Ingress ingress) {
            String version = "v" + (stored.size() + requests.size() + 1000);
            Ingress next = new IngressBuilder(ingress)
                    .editMetadata()
                    .withResourceVersion(version)
                    .endMetadata()
                    .build();
            stored.put(ObjectKey.of(next), next);
            return next;
        }

        private Ingress get(ObjectKey key) {
            return Objects.requireNonNull(stored.get(key));
        }
    }

    private static Ingress withAddress(Ingress ingress, String ip) {
        return new IngressBuilder(ingress)
                .editOrNewStatus()
                .withNewLoadBalancer()
                .addNewIngress()
                .withIp(ip)
                .endIngress()
                .endLoadBalancer()
                .endStatus()
                .build();
    }

    /** The API server has what the watch has seen. */
    private void sync() {
        for (HasMetadata object : cluster.snapshot().all(dev.hawser.kubernetes.ResourceKind.INGRESS)) {
            api.stored.put(ObjectKey.of(object), (Ingress) object);
        }
    }

    /** The watch sees what the API server has, as the very same version. */
    private void seeWritten() {
        Ingress web = api.get(WEB);
        String version = web.getMetadata().getResourceVersion();
        cluster.put(web);
        web.getMetadata().setResourceVersion(version);
    }

    private long round() {
        writer.take(cluster.taken());
        return writer.work();
    }

    @Test
    void aMissingStatusIsWrittenOnce() {
        sync();
        assertThat(round()).isEqualTo(OutcomeWriter.NOTHING_DUE);
        assertThat(api.requests).containsExactly("patch web");
        assertThat(IngressAddresses.of(api.get(WEB))).isEqualTo(ADDRESS);

        assertThat(round()).isEqualTo(OutcomeWriter.NOTHING_DUE);
        assertThat(api.requests).as("before the watch has seen it").hasSize(1);
        seeWritten();
        assertThat(round()).isEqualTo(OutcomeWriter.NOTHING_DUE);
        assertThat(api.requests).as("after the watch has seen it").hasSize(1);
    }

    @Test
    void nothingIsWrittenByOneThatDoesNotLead() {
        sync();
        leads = false;
        assertThat(round()).isEqualTo(OutcomeWriter.NOTHING_DUE);
        assertThat(api.requests).isEmpty();
        leads = true;
        assertThat(writer.work()).isEqualTo(OutcomeWriter.NOTHING_DUE);
        assertThat(api.requests).containsExactly("patch web");
    }

    @Test
    void leadershipThatEndsInTheMiddleEndsTheWriting() {
        cluster.ingress("web2", "kong", "app");
        sync();
        api.before = () -> leads = false;
        round();
        assertThat(api.requests).hasSize(1);
    }

    @Test
    void oneThatIsStoppedFinishesWhatItWritesAndBeginsNothingMore() {
        cluster.ingress("web2", "kong", "app");
        sync();
        api.before = writer::stop;
        assertThat(round()).isEqualTo(OutcomeWriter.NOTHING_DUE);
        assertThat(api.requests).containsExactly("patch web");
    }

    @Test
    void aConflictIsReadAndTriedAgainAtOnce() {
        sync();
        // A label of the status kind only: someone else wrote the status meanwhile.
        api.before = () -> api.store(withAddress(api.get(WEB), "198.51.100.1"));
        assertThat(round()).isEqualTo(OutcomeWriter.NOTHING_DUE);
        assertThat(api.requests).containsExactly("patch web", "get web", "patch web");
        assertThat(IngressAddresses.of(api.get(WEB))).isEqualTo(ADDRESS);
    }

    @Test
    void aConflictWithTheVeryStatusNeedsNoWrite() {
        sync();
        api.before = () -> api.store(withAddress(api.get(WEB), ADDRESS.getFirst()));
        assertThat(round()).isEqualTo(OutcomeWriter.NOTHING_DUE);
        assertThat(api.requests).containsExactly("patch web", "get web");
    }

    @Test
    void anObjectThatAsksForSomethingElseNowWaitsForTheWatch() {
        sync();
        api.before = () -> api.store(new IngressBuilder(api.get(WEB))
                .editSpec()
                .withIngressClassName("other")
                .endSpec()
                .build());
        assertThat(round()).isPositive().isNotEqualTo(OutcomeWriter.NOTHING_DUE);
        assertThat(api.requests).containsExactly("patch web", "get web");
        seeWritten();
        assertThat(round()).isEqualTo(OutcomeWriter.NOTHING_DUE);
        assertThat(api.requests).as("it is no longer ours").hasSize(2);
    }

    @Test
    void anObjectThatIsGoneIsTheEndOfIt() {
        assertThat(round()).isEqualTo(OutcomeWriter.NOTHING_DUE);
        assertThat(round()).isEqualTo(OutcomeWriter.NOTHING_DUE);
        assertThat(api.requests).containsExactly("patch web");
    }

    @Test
    void anObjectThatWasMadeAnewIsWrittenAgain() {
        round();
        cluster.ingress("web", "kong", "app");
        sync();
        round();
        assertThat(api.requests).containsExactly("patch web", "patch web");
    }

    @Test
    void whatIsForbiddenIsTriedOnceAMinuteForAllOfItsKindAndNamespace() {
        cluster.ingress("web2", "kong", "app").ingress("web3", "kong", "app");
        sync();
        api.failures.add(403);
        assertThat(round()).isEqualTo(Duration.ofMinutes(1).toNanos());
        assertThat(api.requests).hasSize(1);

        clock.advance(Duration.ofSeconds(59));
        assertThat(round()).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(api.requests).hasSize(1);

        clock.advance(Duration.ofSeconds(1));
        assertThat(writer.work()).isEqualTo(OutcomeWriter.NOTHING_DUE);
        assertThat(api.requests).hasSize(4);
    }

    @Test
    void anApiServerInTroubleIsAskedLessAndLess() {
        cluster.ingress("web2", "kong", "app");
        sync();
        List<Long> waits = new ArrayList<>();
        for (int answer : new int[] {0, 500, 429, 503}) {
            api.failures.add(answer);
            long wait = round();
            waits.add(Duration.ofNanos(wait).toSeconds());
            clock.advance(Duration.ofNanos(wait));
        }
        assertThat(waits).containsExactly(1L, 2L, 4L, 8L);
        assertThat(api.requests).as("one object each time").hasSize(4);
        assertThat(writer.work()).isEqualTo(OutcomeWriter.NOTHING_DUE);
        assertThat(api.requests).hasSize(6);
    }

    @Test
    void anObjectThatIsRefusedDoesNotStopTheOthers() {
        cluster.ingress("web2", "kong", "app");
        sync();
        api.failures.add(422);
        assertThat(round()).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(api.requests).containsExactly("patch web", "patch web2");
    }

    @Test
    void oneWhoKeepsChangingTheStatusBackIsNotFoughtInAHotLoop() {
        sync();
        int rounds = 200;
        for (int i = 0; i < rounds; i++) {
            Ingress web = new IngressBuilder(
                            (Ingress) cluster.snapshot().find(WEB).orElseThrow())
                    .withStatus(null)
                    .build();
            cluster.put(web);
            sync();
            round();
            clock.advance(Duration.ofMillis(100));
        }
        assertThat(api.requests).as("in 20 seconds").hasSize(WritePace.BURST + 1);
    }
}
