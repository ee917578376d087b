package dev.hawser.server.playground;

import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.server.wiring.DataPlaneSettings;
import java.nio.file.Path;

/**
 * How a playground runs; fixed at start.
 *
 * @param api which Kubernetes API there is
 * @param kubeconfig the file written for {@code kubectl}
 * @param translation what translation depends on
 * @param dataPlane how the data plane runs
 */
public record PlaygroundSettings(
        PlaygroundApi api, Path kubeconfig, TranslationSettings translation, DataPlaneSettings dataPlane) {}
