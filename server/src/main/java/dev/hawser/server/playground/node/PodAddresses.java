package dev.hawser.server.playground.node;

import java.net.InetAddress;

/** Gives pods their addresses. Called by the node's thread only. */
public interface PodAddresses {

    /**
     * An address no other pod has now; the caller returns it by {@link #release}.
     *
     * @throws IllegalStateException all addresses are in use
     */
    InetAddress lease();

    /** The pod is gone, and its address may be given to another one. */
    void release(InetAddress address);
}
