package dev.hawser.kubernetes.leader;

import dev.hawser.kubernetes.leader.LeaderElectionSettings.Election;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;

/** Whether this instance is the one that writes. May be asked by any thread, and costs nothing to ask. */
public interface Leadership extends AutoCloseable {

    /**
     * Whether this instance leads now. A write that begins while this is true, and takes no longer than
     * {@link LeaderElectionSettings#writeTimeout()}, is over before another instance can lead.
     */
    boolean isLeader();

    /** Has something done each time leadership is gained, and at once if it is held; on any thread, and briefly. */
    void onGained(Runnable task);

    /** Gives leadership up, so that another instance need not wait for the Lease to end. */
    @Override
    void close();

    /**
     * Stands for election, or leads at once when there is none. Returns at once, whether the API server answers or not.
     *
     * @param client stays the caller's, who closes it after this
     * @param identity what this instance is called in the Lease; of no other instance
     */
    static Leadership start(KubernetesClient client, LeaderElectionSettings settings, String identity) {
        if (settings.election() == Election.NONE) {
            return new Undisputed();
        }
        String namespace = Objects.requireNonNullElse(
                settings.namespace(), Objects.requireNonNullElse(client.getNamespace(), "default"));
        ClusterLease lease = ClusterLease.of(client, settings, namespace);
        return LeaseElection.start(lease, settings, identity);
    }

    /** Leads from beginning to end. */
    final class Undisputed implements Leadership {

        private Undisputed() {}

        @Override
        public boolean isLeader() {
            return true;
        }

        @Override
        public void onGained(Runnable task) {
            task.run();
        }

        @Override
        public void close() {}
    }
}
