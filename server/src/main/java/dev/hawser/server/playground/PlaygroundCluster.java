package dev.hawser.server.playground;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kubernetes API with controllers and a node, running.
 *
 * @param uri where the API is
 * @param admin may do everything
 * @param controller may do what the controller may
 * @param parts what is running, the last started first
 */
record PlaygroundCluster(URI uri, KubernetesClient admin, KubernetesClient controller, Deque<AutoCloseable> parts)
        implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PlaygroundCluster.class);

    PlaygroundCluster {
        parts = new ArrayDeque<>(parts);
    }

    /** A client that is closed with the other parts. */
    static KubernetesClient client(Config config, Deque<AutoCloseable> parts) {
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build();
        parts.push(client);
        return client;
    }

    @Override
    public void close() {
        close(parts);
    }

    /** Stops everything in the reverse order of its start; what does not stop is logged and passed over. */
    static void close(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                log.atWarn()
                        .addKeyValue("part", part.getClass().getSimpleName())
                        .setCause(e)
                        .log("Part did not stop");
            }
        }
    }
}
