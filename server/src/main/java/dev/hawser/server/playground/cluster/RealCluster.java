package dev.hawser.server.playground.cluster;

import dev.hawser.server.playground.cluster.programs.ControlPlaneProgram;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A control plane that runs: etcd, API server and controller manager.
 *
 * <p>It has TLS, RBAC and tokens of service accounts; anonymous requests are refused. Whoever works on it has a kubeconfig
 * of its own: {@link #adminKubeconfig} for {@code kubectl}, {@link #nodeKubeconfig} for the playground's node, {@link
 * #writeServiceAccountKubeconfig} for everybody else. When the process that started it is gone, its programs are killed.
 */
public final class RealCluster implements AutoCloseable {

    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    /** A playground that is left alone over the holidays goes on working. */
    private static final Duration TOKEN_LIFETIME = Duration.ofDays(365);

    private final ClusterFiles files;
    private final URI uri;
    private final Map<ControlPlaneProgram, ControlPlanePart> parts = new EnumMap<>(ControlPlaneProgram.class);

    private RealCluster(RealClusterSettings settings, ClusterFiles files, InetSocketAddress listen) {
        this.files = files;
        this.uri = uri(listen);
        for (ControlPlaneProgram program : ControlPlaneProgram.values()) {
            List<String> command =
                    new ArrayList<>(List.of(settings.programs().file(program).toString()));
            command.addAll(
                    switch (program) {
                        case ETCD -> ProgramArguments.etcd();
                        case API_SERVER -> ProgramArguments.apiServer(listen);
                        case CONTROLLER_MANAGER -> ProgramArguments.controllerManager();
                    });
            command.addAll(settings.argumentsOf(program));
            parts.put(program, new ControlPlanePart(command, files.folder(), files.log(program)));
        }
    }

    private static URI uri(InetSocketAddress listen) {
        InetAddress address = listen.getAddress();
        return URI.create("https://" + (address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress()) + ":"
                + listen.getPort());
    }

    /**
     * Starts everything, and returns when Deployments can be created in the namespace {@code default}: after some five
     * seconds.
     *
     * @param progress is told what is being started, one line at a time
     * @throws ClusterException when a program ends early, or the API server is not ready after two minutes
     * @throws IOException when the folder cannot be written or a program cannot be started
     */
    public static RealCluster start(RealClusterSettings settings, Consumer<String> progress)
            throws ClusterException, IOException, InterruptedException {
        ClusterFiles files = ClusterFiles.in(settings.folder());
        RealCluster cluster = new RealCluster(settings, files, withPort(settings.apiListen()));
        try {
            progress.accept("Starting etcd…");
            cluster.part(ControlPlaneProgram.ETCD).start();
            // etcd starts meanwhile.
            files.write(cluster.uri);
            progress.accept("Starting kube-apiserver at " + cluster.uri + "…");
            cluster.part(ControlPlaneProgram.API_SERVER).start();
            cluster.awaitReady();
            progress.accept("Starting kube-controller-manager…");
            cluster.part(ControlPlaneProgram.CONTROLLER_MANAGER).start();
            cluster.bootstrap();
            return cluster;
        } catch (ClusterException | IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** The API server must know its port beforehand: its kubeconfigs name it. */
    private static InetSocketAddress withPort(InetSocketAddress listen) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(listen);
            return new InetSocketAddress(listen.getAddress(), socket.getLocalPort());
        }
    }

    private void bootstrap() throws ClusterException, InterruptedException {
        try (KubernetesClient admin = client(adminKubeconfig())) {
            apply(admin, "node-rbac.yaml");
            // Pods are refused before it is there.
            await(
                    "the service account default/default",
                    () -> admin.serviceAccounts()
                                    .inNamespace("default")
                                    .withName("default")
                                    .get()
                            != null);
        }
    }

    private static void apply(KubernetesClient admin, String resource) {
        try (InputStream in = Objects.requireNonNull(RealCluster.class.getResourceAsStream(resource), resource)) {
            admin.load(in).serverSideApply();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /**
     * Returns when the API server says that it is ready.
     *
     * @throws ClusterException when a program that was started has ended, or after two minutes
     */
    public void awaitReady() throws ClusterException, InterruptedException {
        try (KubernetesClient admin = client(adminKubeconfig())) {
            await("kube-apiserver at " + uri, () -> "ok".equals(admin.raw("/readyz")));
        }
    }

    private interface Condition {
        boolean holds();
    }

    private void await(String what, Condition condition) throws ClusterException, InterruptedException {
        long deadline = System.nanoTime() + READY.toNanos();
        String last = "no answer";
        while (System.nanoTime() - deadline < 0) {
            part(ControlPlaneProgram.ETCD).requireAlive();
            part(ControlPlaneProgram.API_SERVER).requireAlive();
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (KubernetesClientException e) {
                last = String.valueOf(e.getMessage());
            }
            Thread.sleep(POLL_INTERVAL);
        }
        throw new ClusterException(what + ": not ready after " + READY.toSeconds() + " seconds (" + last + ")"
                + part(ControlPlaneProgram.API_SERVER).endOfLog());
    }

    /** A client that says at once when it gets no answer, instead of trying again. */
    private static KubernetesClient client(Path kubeconfig) {
        Config config = new ConfigBuilder(Config.fromKubeconfig(kubeconfig.toFile()))
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private ControlPlanePart part(ControlPlaneProgram program) {
        return Objects.requireNonNull(parts.get(program));
    }

    /** The API server. */
    public URI uri() {
        return uri;
    }

    /** Data, keys, kubeconfigs and logs. */
    public Path folder() {
        return files.folder();
    }

    /** What a program has printed. */
    public Path log(ControlPlaneProgram program) {
        return files.log(program);
    }

    /** A kubeconfig that may do everything ({@code system:masters}). */
    public Path adminKubeconfig() {
        return files.adminKubeconfig();
    }

    /** A kubeconfig that may do what the playground's node does: bind pods, run them, and report of itself. */
    public Path nodeKubeconfig() {
        return files.nodeKubeconfig();
    }

    /**
     * Writes a kubeconfig with a token of a service account.
     *
     * @param file is replaced when it is there
     * @throws ClusterException when the API server gives no token, for one because there is no such service account
     */
    public void writeServiceAccountKubeconfig(String namespace, String name, Path file)
            throws ClusterException, IOException {
        TokenRequest request = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(TOKEN_LIFETIME.toSeconds())
                .endSpec()
                .build();
        try (KubernetesClient admin = client(adminKubeconfig())) {
            TokenRequest answer = admin.serviceAccounts()
                    .inNamespace(namespace)
                    .withName(name)
                    .tokenRequest(request);
            files.writeTokenKubeconfig(file, uri, answer.getStatus().getToken());
        } catch (KubernetesClientException e) {
            throw new ClusterException(
                    "service account " + namespace + "/" + name + ": no token (" + e.getMessage() + ")", e);
        }
    }

    /** Starts a program that was killed, on the data and the address that it had. Does nothing when it runs. */
    public void start(ControlPlaneProgram program) throws IOException {
        part(program).start();
    }

    /** Kills a program (SIGKILL), and returns when it is gone. */
    public void kill(ControlPlaneProgram program) {
        part(program).running().kill();
    }

    /** Halts a program (SIGSTOP): its connections stay open and nobody answers. */
    public void pause(ControlPlaneProgram program) {
        part(program).running().pause();
    }

    /** Lets a halted program go on (SIGCONT). */
    public void resume(ControlPlaneProgram program) {
        part(program).running().resume();
    }

    /** Stops everything in the reverse order of its start, which takes a second or two; the folder stays. */
    @Override
    public void close() {
        for (ControlPlaneProgram program : List.of(ControlPlaneProgram.values()).reversed()) {
            part(program).stop();
        }
    }
}
