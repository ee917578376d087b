package dev.hawser.verification.cluster;

import dev.hawser.server.playground.cluster.ClusterException;
import dev.hawser.server.playground.cluster.programs.ControlPlanePrograms;
import dev.hawser.server.playground.cluster.programs.ProgramSource;
import dev.hawser.server.playground.cluster.programs.ProgramsException;
import dev.hawser.server.playground.node.AddressRange;
import dev.hawser.server.playground.node.AddressReuse;
import dev.hawser.server.playground.node.NodeSettings;
import dev.hawser.verification.guide.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the cluster of a run with the first class that needs it, and stops it after the last one. */
final class SharedCluster implements BeforeAllCallback, ParameterResolver {

    /** Set by {@code src/test/namespace/bin/java} when it could not make a network namespace; the value is the reason. */
    private static final String NO_NAMESPACE = "HAWSER_NO_NAMESPACE";

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(SharedCluster.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        Kubectl.require();
        cluster(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cluster(context);
    }

    /** The store closes what is in it at the end of the run. */
    private static Cluster cluster(ExtensionContext context) {
        return context.getRoot().getStore(STORE).computeIfAbsent(Cluster.class, _ -> start(), Cluster.class);
    }

    private static Cluster start() {
        try {
            Path target = Files.createDirectories(Path.of("target", "cluster"));
            return Cluster.start(programs(), Files.createTempDirectory(target.toAbsolutePath(), "run-"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ProgramsException | ClusterException | IOException e) {
            throw new AssertionError("the control plane did not start: " + e.getMessage(), e);
        }
    }

    private static ControlPlanePrograms programs() throws ProgramsException, IOException {
        String noNamespace = System.getenv(NO_NAMESPACE);
        if (noNamespace != null) {
            throw leftOut("no network namespace (" + noNamespace + ")");
        }
        try {
            AddressRange.parse(NodeSettings.ROUTED_POD_RANGE, AddressReuse.AS_LATE_AS_POSSIBLE)
                    .requireBindable();
        } catch (IOException e) {
            throw leftOut("pods have no addresses here (" + e.getMessage() + ")");
        }
        Optional<ControlPlanePrograms> programs = new ProgramSource(System.getenv(), System.out::println).present();
        return programs.orElseThrow(
                () -> leftOut("no etcd, kube-apiserver and kube-controller-manager (./hawser playground --real "
                        + "--prepare says why)"));
    }

    private static RuntimeException leftOut(String why) {
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            throw new AssertionError("real control plane: " + why + " (expected: one, since CI=true)");
        }
        System.out.println("left out: tests against a real control plane: " + why);
        return Assumptions.abort("left out: " + why);
    }
}
