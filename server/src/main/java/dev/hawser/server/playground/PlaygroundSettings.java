package dev.hawser.server.playground;

import dev.hawser.server.wiring.ControlPlaneSettings;
import dev.hawser.server.wiring.DataPlaneSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * How a playground runs; fixed at start.
 *
 * @param apiListen where the Kubernetes API listens
 * @param kubeconfig the file written for {@code kubectl}
 * @param controlPlane how the control plane runs
 * @param dataPlane how the data plane runs
 */
public record PlaygroundSettings(
        InetSocketAddress apiListen, Path kubeconfig, ControlPlaneSettings controlPlane, DataPlaneSettings dataPlane) {}
