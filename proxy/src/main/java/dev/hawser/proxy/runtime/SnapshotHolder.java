package dev.hawser.proxy.runtime;

/** The one place where the current snapshot is published. */
public final class SnapshotHolder {

    /** Written by the thread that publishes, read once by each exchange; an exchange may finish on an older one. */
    private volatile RuntimeSnapshot current;

    public SnapshotHolder(RuntimeSnapshot initial) {
        this.current = initial;
    }

    public RuntimeSnapshot current() {
        return current;
    }

    void publish(RuntimeSnapshot snapshot) {
        current = snapshot;
    }
}
