package dev.hawser.server.playground;

import dev.hawser.server.playground.cluster.programs.ControlPlanePrograms;
import java.net.InetSocketAddress;

/** Which Kubernetes API a playground has. */
public sealed interface PlaygroundApi {

    /** Where it listens; port 0 for any free one. */
    InetSocketAddress listen();

    /** The API that is part of this program; its pods have loopback addresses. */
    record Embedded(InetSocketAddress listen) implements PlaygroundApi {}

    /**
     * Kubernetes' own.
     *
     * @param programs what is run
     * @param podRange where pods get their addresses from; must be local here, and not loopback
     */
    record Real(InetSocketAddress listen, ControlPlanePrograms programs, String podRange) implements PlaygroundApi {}
}
