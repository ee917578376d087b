package dev.hawser.server.playground.reconcile;

/** Brings one object from the state it is in to the state it should be in. */
@FunctionalInterface
public interface Reconciler<K> {

    /**
     * Looks at the present state and does what is missing; called again whenever something may have changed, so it does
     * nothing when nothing is missing. Runs on the loop's thread.
     *
     * @throws Exception any failure: the key is tried again, later each time
     */
    Next reconcile(K key) throws Exception;
}
