package dev.hawser.proxy.balancing;

/**
 * Hears of changes of an upstream's endpoints, which it knows by their place. Called by whichever thread makes a change,
 * by several at once; a call says that something changed, not what it is now, which the listener reads itself.
 */
interface EndpointListener {

    /** The endpoint was marked healthy or unhealthy. */
    void healthChanged(int index);

    /** A try at the endpoint began, ended or was answered. */
    default void loadChanged(int index) {}
}
