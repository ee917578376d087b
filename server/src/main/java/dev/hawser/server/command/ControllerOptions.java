package dev.hawser.server.command;

import dev.hawser.config.TargetIds;
import dev.hawser.kubernetes.ControllerInstance;
import dev.hawser.kubernetes.DrainSupport;
import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.server.wiring.Addresses;
import dev.hawser.server.wiring.ControlPlaneSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The controller's options, named as Kong Ingress Controller names them. */
final class ControllerOptions {

    @Option(
            names = "--ingress-class",
            paramLabel = "NAME",
            defaultValue = "kong",
            description = {
                "Class of the Ingresses that are served.",
                "Default: kong. Variable: CONTROLLER_INGRESS_CLASS."
            })
    private String ingressClass = "kong";

    @Option(
            names = "--cluster-domain",
            paramLabel = "DOMAIN",
            defaultValue = "",
            description = {
                "Appended to the names of Services that are reached through their own address.",
                "Default: none. Variable: CONTROLLER_CLUSTER_DOMAIN."
            })
    private String clusterDomain = "";

    @Option(
            names = "--session-key-file",
            paramLabel = "FILE",
            description = {
                "A file whose bytes key the ids that session cookies carry, so that nobody can compute "
                        + "the id of another pod. The same on every replica; 32 random bytes are enough.",
                "Default: no key. Variable: CONTROLLER_SESSION_KEY_FILE."
            })
    private @Nullable Path sessionKeyFile;

    @Option(
            names = "--enable-drain-support",
            paramLabel = "true|false",
            arity = "0..1",
            fallbackValue = "true",
            converter = Switch.class,
            description = {
                "Whether terminating pods keep their sessions while they drain.",
                "Default: false, in the playground true. Variable: CONTROLLER_ENABLE_DRAIN_SUPPORT."
            })
    private @Nullable Boolean enableDrainSupport;

    @Option(
            names = "--feature-gates",
            paramLabel = "GATE=true|false",
            split = ",",
            description = {
                "Kong Ingress Controller's feature gates. Accepted, so that its settings can stay as "
                        + "they are; one that asks for something else than what Hawser does gets a warning.",
                "Variable: CONTROLLER_FEATURE_GATES."
            })
    private Map<String, Boolean> featureGates = new TreeMap<>();

    /**
     * What translation depends on.
     *
     * @param unlessSaid what becomes of terminating endpoints when neither flag nor variable says
     */
    TranslationSettings translationSettings(DrainSupport unlessSaid) {
        FeatureGates.check(featureGates);
        DrainSupport drainSupport = unlessSaid;
        if (enableDrainSupport != null) {
            drainSupport = enableDrainSupport ? DrainSupport.ENABLED : DrainSupport.DISABLED;
        }
        return new TranslationSettings(
                ingressClass, drainSupport, clusterDomain.isEmpty() ? null : clusterDomain, targetIds());
    }

    /**
     * How the control plane runs.
     *
     * @param unlessSaid what becomes of terminating endpoints when neither flag nor variable says
     */
    ControlPlaneSettings controlPlaneSettings(DrainSupport unlessSaid) {
        ControllerInstance instance = ControllerInstance.create(System.getenv(), Addresses.hostname());
        return ControlPlaneSettings.defaults(instance).withTranslation(translationSettings(unlessSaid));
    }

    private TargetIds targetIds() {
        if (sessionKeyFile == null) {
            return TargetIds.unkeyed();
        }
        byte[] key;
        try {
            key = Files.readAllBytes(sessionKeyFile);
        } catch (IOException e) {
            throw UserError.usage(
                    "--session-key-file: " + sessionKeyFile + " cannot be read (expected: a readable file)");
        }
        if (key.length == 0) {
            throw UserError.usage("--session-key-file: " + sessionKeyFile + " is empty (expected: at least one byte)");
        }
        return TargetIds.keyed(key);
    }
}
