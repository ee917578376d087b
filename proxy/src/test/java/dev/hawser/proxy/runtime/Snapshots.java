package dev.hawser.proxy.runtime;

/** Publishes snapshots for tests of other packages. */
public final class Snapshots {

    private Snapshots() {}

    public static void publish(SnapshotHolder holder, RuntimeSnapshot snapshot) {
        holder.publish(snapshot);
    }
}
