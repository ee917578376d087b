package dev.hawser.kubernetes.leader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.testing.ManualClock;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The election without threads: each test moves one clock and has candidates take their turns. */
class CandidateTest {

    private static final LeaderElectionSettings SETTINGS = LeaderElectionSettings.defaults();

    private final ManualClock clock = new ManualClock();
    private final FakeStore store = new FakeStore();

    private final Candidate a = candidate("a");
    private final Candidate b = candidate("b");

    private Candidate candidate(String name) {
        return new Candidate(store, SETTINGS, name, clock.nanos(), clock);
    }

    /** Keeps one Lease as an API server does, and fails as it is told to. */
    private final class FakeStore implements LeaseStore {

        private @Nullable Lease lease;
        private int version;
        private final List<String> requests = new ArrayList<>();
        private @Nullable KubernetesClientException failure;
        /** How long a request takes. */
        private Duration latency = Duration.ZERO;

        private void request(String verb) {
            requests.add(verb);
            clock.advance(latency);
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public @Nullable Lease read() {
            request("get");
            return lease;
        }

        @Override
        public Lease create(Lease created) {
            request("create");
            if (lease != null) {
                throw new KubernetesClientException("exists", 409, null);
            }
            return store(created);
        }

        @Override
        public Lease replace(Lease replaced) {
            request("update");
            if (lease == null) {
                throw new KubernetesClientException("not found", 404, null);
            }
            if (!Objects.equals(
                    lease.getMetadata().getResourceVersion(),
                    replaced.getMetadata().getResourceVersion())) {
                throw new KubernetesClientException("changed", 409, null);
            }
            return store(replaced);
        }

        private Lease store(Lease stored) {
            lease = new LeaseBuilder(stored)
                    .editOrNewMetadata()
                    .withResourceVersion(String.valueOf(++version))
                    .endMetadata()
                    .build();
            return lease;
        }

        private Lease lease() {
            return Objects.requireNonNull(lease);
        }

        private @Nullable String holder() {
            return lease().getSpec().getHolderIdentity();
        }

        @Override
        public String name() {
            return "kong/test";
        }
    }

    /** Both take turns every two seconds, for so long. */
    private void run(Duration time, Candidate... candidates) {
        for (long i = 0; i < time.toSeconds(); i += 2) {
            for (Candidate candidate : candidates) {
                candidate.step();
            }
            assertThat(a.leads() && b.leads()).as("both lead").isFalse();
            clock.advance(Duration.ofSeconds(2));
        }
    }

    @Test
    void whoComesFirstLeads() {
        run(Duration.ofMinutes(5), a, b);
        assertThat(a.leads()).isTrue();
        assertThat(b.leads()).isFalse();
        assertThat(store.lease().getSpec().getLeaseDurationSeconds()).isEqualTo(15);
        assertThat(store.lease().getSpec().getLeaseTransitions()).isZero();
    }

    @Test
    void aLeaderThatDiesIsFollowedWhenItsLeaseHasEnded() {
        run(Duration.ofSeconds(20), a, b);
        // The clock is two seconds after the last renewal.
        run(Duration.ofSeconds(12), b);
        assertThat(b.leads()).isFalse();
        run(Duration.ofSeconds(4), b);
        assertThat(b.leads()).isTrue();
        assertThat(store.holder()).isEqualTo("b");
        assertThat(store.lease().getSpec().getLeaseTransitions()).isEqualTo(1);
    }

    @Test
    void aLeaderThatGivesUpIsFollowedAtTheNextTurn() {
        run(Duration.ofSeconds(20), a, b);
        a.release();
        assertThat(a.leads()).isFalse();
        assertThat(store.holder()).isNull();
        b.step();
        assertThat(b.leads()).isTrue();
    }

    @Test
    void aLeaderThatCannotRenewStopsBeforeAnotherCanLead() {
        run(Duration.ofSeconds(20), a, b);
        store.failure = new KubernetesClientException("connection refused");
        run(Duration.ofSeconds(8), a);
        assertThat(a.leads()).as("10 s after the last renewal").isFalse();
        store.failure = null;
        b.step();
        assertThat(b.leads()).isFalse();
    }

    @Test
    void aLeadCountsFromWhenItWasAskedForNotFromTheAnswer() {
        store.latency = Duration.ofSeconds(3);
        a.step();
        // Reading and creating took 6 of the 10 seconds.
        clock.advance(Duration.ofSeconds(3));
        assertThat(a.leads()).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(a.leads()).isFalse();
    }

    @Test
    void aLeaderLeadsAgainWhenNobodyTookItsLease() {
        run(Duration.ofSeconds(4), a);
        store.failure = new KubernetesClientException("connection refused");
        run(Duration.ofSeconds(20), a);
        assertThat(a.leads()).isFalse();
        store.failure = null;
        a.step();
        assertThat(a.leads()).isTrue();
        assertThat(store.lease().getSpec().getLeaseTransitions()).isZero();
    }

    @Test
    void aLeaderWhoseLeaseWasTakenStopsAtItsNextTurn() {
        run(Duration.ofSeconds(4), a);
        store.store(new LeaseBuilder(store.lease())
                .editSpec()
                .withHolderIdentity("someone else")
                .endSpec()
                .build());
        a.step();
        assertThat(a.leads()).isFalse();
        assertThat(store.holder()).isEqualTo("someone else");
    }

    @Test
    void aLeaseThatWasEditedByAPersonIsKept() {
        run(Duration.ofSeconds(4), a);
        store.store(new LeaseBuilder(store.lease())
                .editMetadata()
                .addToLabels("team", "edge")
                .endMetadata()
                .build());
        a.step();
        run(Duration.ofSeconds(20), a);
        assertThat(a.leads()).isTrue();
        assertThat(store.lease().getMetadata().getLabels()).containsEntry("team", "edge");
    }

    @Test
    void aLeaseThatWasDeletedIsMadeAgain() {
        run(Duration.ofSeconds(4), a);
        store.lease = null;
        a.step();
        assertThat(a.leads()).isTrue();
        assertThat(store.holder()).isEqualTo("a");
    }

    @Test
    void aLeaseOfAnotherProgramIsWaitedForAsLongAsItSays() {
        store.store(new LeaseBuilder()
                .withNewSpec()
                .withHolderIdentity("kong")
                .withLeaseDurationSeconds(60)
                .endSpec()
                .build());
        run(Duration.ofSeconds(58), a, b);
        assertThat(a.leads() || b.leads()).isFalse();
        run(Duration.ofSeconds(6), a, b);
        assertThat(a.leads()).isTrue();
    }

    @Test
    void aRaceForAFreeLeaseHasOneWinner() {
        Lease[] read = new Lease[1];
        LeaseStore late = new LeaseStore() {
            @Override
            public @Nullable Lease read() {
                return read[0];
            }

            @Override
            public Lease create(Lease lease) {
                return store.create(lease);
            }

            @Override
            public Lease replace(Lease lease) {
                return store.replace(lease);
            }

            @Override
            public String name() {
                return "late";
            }
        };
        Candidate slow = new Candidate(late, SETTINGS, "slow", clock.nanos(), clock);
        a.step();
        slow.step();
        assertThat(a.leads()).isTrue();
        assertThat(slow.leads()).isFalse();
    }

    @Test
    void aLeaderRenewsWithoutReading() {
        a.step();
        store.requests.clear();
        run(Duration.ofSeconds(20), a);
        assertThat(store.requests).hasSize(10).containsOnly("update");
    }

    @Test
    void anOutageIsNoReasonToTakeALeaseThatIsRenewed() {
        run(Duration.ofSeconds(10), a, b);
        // Only b is cut off.
        run(Duration.ofMinutes(2), a);
        run(Duration.ofSeconds(20), a, b);
        assertThat(a.leads()).isTrue();
        assertThat(b.leads()).isFalse();
    }

    @Test
    void releasingWhatIsNotHeldAsksNothing() {
        run(Duration.ofSeconds(4), a, b);
        store.requests.clear();
        b.release();
        assertThat(store.requests).isEmpty();
        assertThat(a.leads()).isTrue();
    }
}
