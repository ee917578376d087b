package dev.hawser.server.playground;

import dev.hawser.server.wiring.ControlPlaneSettings;
import dev.hawser.server.wiring.DataPlaneSettings;
import java.nio.file.Path;

/**
 * How a playground runs; fixed at start.
 *
 * @param api which Kubernetes API there is
 * @param kubeconfig the file written for {@code kubectl}
 * @param controlPlane how the control plane runs
 * @param dataPlane how the data plane runs
 */
public record PlaygroundSettings(
        PlaygroundApi api, Path kubeconfig, ControlPlaneSettings controlPlane, DataPlaneSettings dataPlane) {}
