package dev.hawser.server.playground;

import dev.hawser.config.Violation;
import dev.hawser.kubernetes.KongUpstreamPolicy;
import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.validation.UpstreamPolicyRules;
import dev.hawser.server.playground.api.EmbeddedApi;
import dev.hawser.server.playground.controllers.PlaygroundControllers;
import dev.hawser.server.playground.node.Node;
import dev.hawser.server.playground.node.NodeSettings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Starts the API that is part of this program, with our own controllers. */
final class EmbeddedCluster {

    private EmbeddedCluster() {}

    /**
     * Starts everything.
     *
     * @param kubeconfig is written
     * @throws IOException when the address cannot be listened at, or the kubeconfig cannot be written
     */
    static PlaygroundCluster start(PlaygroundApi.Embedded settings, Path kubeconfig) throws IOException {
        Deque<AutoCloseable> running = new ArrayDeque<>();
        try {
            EmbeddedApi api = EmbeddedApi.start(settings.listen(), EmbeddedCluster::violations);
            running.push(api);
            api.writeKubeconfig(kubeconfig);
            Config config = new ConfigBuilder()
                    .withAutoConfigure(false)
                    .withMasterUrl(api.uri().toString())
                    .withNamespace("default")
                    .build();
            KubernetesClient controller = PlaygroundCluster.client(config, running);
            KubernetesClient admin = PlaygroundCluster.client(config, running);
            running.push(PlaygroundControllers.start(admin));
            running.push(Node.start(admin, NodeSettings.defaults()));
            return new PlaygroundCluster(api.uri(), admin, controller, running);
        } catch (IOException | RuntimeException e) {
            PlaygroundCluster.close(running);
            throw e;
        }
    }

    /** What the control plane would say of a policy, said by the API when the policy is written. */
    private static List<String> violations(String kind, ObjectNode object) {
        if (!kind.equals(ResourceKind.KONG_UPSTREAM_POLICY.name())) {
            return List.of();
        }
        KongUpstreamPolicy policy =
                new KubernetesSerialization().unmarshal(object.toString(), KongUpstreamPolicy.class);
        return UpstreamPolicyRules.check(policy.getSpec()).stream()
                .map(Violation::toString)
                .toList();
    }
}
