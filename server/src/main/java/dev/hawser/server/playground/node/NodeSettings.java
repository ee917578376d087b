package dev.hawser.server.playground.node;

import java.net.InetAddress;
import java.time.InstantSource;

/**
 * What a node is started with.
 *
 * @param name of the node object, and the value of {@code spec.nodeName} of its pods
 * @param hostAddress the node's own address, as in {@code status.hostIP}
 * @param addresses where pods get theirs from
 * @param clock for timestamps and the times of termination
 */
public record NodeSettings(String name, InetAddress hostAddress, PodAddresses addresses, InstantSource clock) {

    public static final String DEFAULT_NAME = "hawser-node";
    public static final String DEFAULT_POD_RANGE = "127.20.0.0/16";

    /** For an API server that refuses loopback addresses in EndpointSlices; it needs a route. */
    public static final String ROUTED_POD_RANGE = "10.244.0.0/16";

    /** Node {@value #DEFAULT_NAME} with the pod range {@value #DEFAULT_POD_RANGE}, addresses re-used late, system clock. */
    public static NodeSettings defaults() {
        return new NodeSettings(
                DEFAULT_NAME,
                InetAddress.getLoopbackAddress(),
                AddressRange.parse(DEFAULT_POD_RANGE, AddressReuse.AS_LATE_AS_POSSIBLE),
                InstantSource.system());
    }

    /** The same with other pod addresses. */
    public NodeSettings withAddresses(PodAddresses other) {
        return new NodeSettings(name, hostAddress, other, clock);
    }
}
