package dev.hawser.verification.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Who held the Lease in a namespace, and when, since this was opened. */
final class LeaseHistory implements AutoCloseable {

    private final ConcurrentLinkedQueue<LeaseSpec> history = new ConcurrentLinkedQueue<>();
    private final Watch watch;

    private LeaseHistory(KubernetesClient client, String namespace) {
        var lease = client.leases().inNamespace(namespace).withName(Cluster.LEASE);
        watch = lease.watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, Lease seen) {
                history.add(seen.getSpec());
            }

            @Override
            public void onClose(WatcherException cause) {}
        });
    }

    static LeaseHistory of(KubernetesClient client, String namespace) {
        return new LeaseHistory(client, namespace);
    }

    /** Whoever took the Lease did so no sooner than its duration after the holder before had renewed it. */
    void assertNeverTwoHolders(Duration lease) {
        List<LeaseSpec> seen = List.copyOf(history);
        assertThat(seen.stream().map(LeaseSpec::getHolderIdentity).distinct())
                .as("holders")
                .hasSize(2);
        for (int i = 1; i < seen.size(); i++) {
            LeaseSpec before = seen.get(i - 1);
            LeaseSpec after = seen.get(i);
            if (!Objects.equals(before.getHolderIdentity(), after.getHolderIdentity())) {
                assertThat(Duration.between(before.getRenewTime(), after.getAcquireTime()))
                        .as("between the last renewal and the take-over")
                        .isGreaterThanOrEqualTo(lease);
                assertThat(after.getLeaseTransitions()).isEqualTo(before.getLeaseTransitions() + 1);
            }
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
