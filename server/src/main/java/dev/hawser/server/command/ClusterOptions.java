package dev.hawser.server.command;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the connection to a cluster, named as Kong Ingress Controller names them. */
final class ClusterOptions {

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = {
                "How the cluster is reached.",
                "Default: the service account when in a pod, else KUBECONFIG, else ~/.kube/config. "
                        + "Variable: CONTROLLER_KUBECONFIG."
            })
    private @Nullable Path kubeconfig;

    @Option(
            names = "--watch-namespace",
            paramLabel = "NAMESPACE",
            split = ",",
            description = {
                "Namespaces to watch; may be given several times or with commas.",
                "Default: all. Variable: CONTROLLER_WATCH_NAMESPACE."
            })
    private List<String> watchNamespaces = List.of();

    Set<String> namespaces() {
        return new TreeSet<>(watchNamespaces);
    }

    KubernetesClient client() {
        if (kubeconfig == null) {
            return new KubernetesClientBuilder().build();
        }
        if (!Files.isReadable(kubeconfig)) {
            throw UserError.usage("--kubeconfig: " + kubeconfig + " cannot be read (expected: a readable file)");
        }
        Config config = new ConfigBuilder(Config.fromKubeconfig(kubeconfig.toFile())).build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
