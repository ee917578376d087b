package dev.hawser.server.playground;

import dev.hawser.kubernetes.DrainSupport;
import java.net.URI;
import java.nio.file.Path;

/**
 * What the playground says when it is ready: where everything is, and the guide's test, ready to paste.
 *
 * @param gateway where clients connect
 * @param api where the Kubernetes API is
 * @param kubeconfig the file that points {@code kubectl} at it
 * @param drainSupport what becomes of the sessions of a terminating pod
 */
public record Welcome(String gateway, URI api, Path kubeconfig, DrainSupport drainSupport) {

    /** The text, with the commands for the guide's complete example. */
    public String text() {
        return """

                The playground is ready: three pods behind %1$s/example
                (the Kubernetes API is at %2$s, drain support is %4$s)

                In another terminal:

                  export KUBECONFIG='%3$s'

                  # 1. The first answer sets the cookie session-id; with it you stay at your pod and your visits count up.
                  curl -si -c jar -b jar %1$s/example | grep -iE 'set-cookie|"(pod|visits)"'

                  # 2. Scale down. %5$s
                  kubectl scale deployment example-app --replicas=2

                  # 3. Watch it: your pod and your count stay, or move once, when your pod is gone.
                  while sleep 1; do curl -s -c jar -b jar %1$s/example | grep -E '"(pod|visits)"' | tr -d '\\n'; echo; done

                Ctrl-C stops everything.
                """.formatted(gateway, api, kubeconfig, drainText(), whatScalingDoes());
    }

    private String drainText() {
        return switch (drainSupport) {
            case ENABLED -> "on";
            case DISABLED -> "off";
        };
    }

    private String whatScalingDoes() {
        return switch (drainSupport) {
            case ENABLED -> "The pod that ends keeps its sessions for the 30 seconds of its preStop hook.";
            case DISABLED -> "The sessions of the pod that ends move to the others at once.";
        };
    }

    /** The text when other manifests are served. */
    public String textForOwnManifests() {
        return """

                The playground is ready: %1$s
                (the Kubernetes API is at %2$s, drain support is %4$s)

                In another terminal:

                  export KUBECONFIG='%3$s'
                  kubectl get pods,services,ingresses,kongupstreampolicies

                Ctrl-C stops everything.
                """.formatted(gateway, api, kubeconfig, drainText());
    }
}
