package dev.hawser.verification.cluster;

import static dev.hawser.verification.guide.HawserProcess.await;

import dev.hawser.kubernetes.DrainSupport;
import dev.hawser.verification.guide.GuideIT;
import dev.hawser.verification.guide.GuideManifests;
import dev.hawser.verification.guide.GuideStage;
import dev.hawser.verification.guide.HawserProcess;
import dev.hawser.verification.guide.Kubectl;
import dev.hawser.verification.guide.Traffic;
import dev.hawser.verification.guide.Visitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The guide's scenarios with Kubernetes' own controllers; each in a namespace of its own, several at a time. */
@RealClusterTest
@Execution(ExecutionMode.CONCURRENT)
class GuideOnRealClusterIT extends GuideIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Cluster cluster;

    GuideOnRealClusterIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    protected GuideStage stage(Path folder, DrainSupport drainSupport) {
        String namespace = cluster.namespace("guide");
        Kubectl kubectl = cluster.kubectl(namespace);
        kubectl.apply(GuideManifests.completeExample());
        kubectl.run("rollout", "status", "deployment/example-app", "--timeout=60s");
        HawserProcess hawser = cluster.hawserFor(namespace, folder, HawserProcess.flag(drainSupport));
        await("the gateway serves", PATIENCE, () -> Visitor.status(hawser.gateway(), "/example") == 200);
        await("the gateway knows all pods", PATIENCE, () -> pods(hawser) == 3);
        return GuideStage.of(hawser, kubectl);
    }

    private static int pods(HawserProcess hawser) {
        try {
            return Traffic.newSessions(hawser.gateway(), "/example", 12).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
