package dev.hawser.server.playground.node;

import dev.hawser.server.playground.node.app.AppHealth;
import dev.hawser.server.playground.node.app.AppSettings;
import dev.hawser.server.playground.node.app.ExampleApp;
import dev.hawser.server.playground.node.app.VisitCounter;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A container that runs: one server for each of its TCP ports. Confined to the node's thread. */
final class PodContainer implements AutoCloseable {

    private final Container spec;
    private final List<ExampleApp> apps;
    private final Readiness readiness;

    private PodContainer(Container spec, List<ExampleApp> apps, Readiness readiness) {
        this.spec = spec;
        this.apps = List.copyOf(apps);
        this.readiness = readiness;
    }

    /**
     * Starts the servers.
     *
     * @param onChange called when the container may have become ready or unready, on another thread
     * @throws IOException a port cannot be listened on; none is then
     */
    static PodContainer start(
            Container spec, InetAddress address, AppSettings settings, VisitCounter visits, Runnable onChange)
            throws IOException {
        List<ExampleApp> apps = new ArrayList<>();
        try {
            for (ContainerPort port : spec.getPorts()) {
                if (port.getProtocol() == null || port.getProtocol().equals("TCP")) {
                    apps.add(ExampleApp.start(
                            new InetSocketAddress(address, port.getContainerPort()), settings, visits));
                }
            }
        } catch (IOException e) {
            apps.forEach(ExampleApp::close);
            throw e;
        }
        return new PodContainer(spec, apps, Readiness.start(spec, address, onChange));
    }

    Container spec() {
        return spec;
    }

    boolean ready() {
        return readiness.ready();
    }

    void health(AppHealth health) {
        apps.forEach(app -> app.health(health));
    }

    /** As SIGTERM: stops gracefully; completes when the last connection has ended. */
    CompletableFuture<Void> drain() {
        readiness.close();
        return CompletableFuture.allOf(apps.stream().map(ExampleApp::drain).toArray(CompletableFuture[]::new));
    }

    /** As SIGKILL. */
    @Override
    public void close() {
        readiness.close();
        apps.forEach(ExampleApp::close);
    }
}
