package dev.hawser.server.command;

import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.watch.WatchSelection;
import dev.hawser.server.wiring.ControlPlaneSettings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the connection to a cluster and of what is watched there, named as Kong Ingress Controller names them. */
final class ClusterOptions {

    /** What namespaces are named by: a label of RFC 1123. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

    private static final int LONGEST_LABEL = 63;

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
            names = "--apiserver-host",
            paramLabel = "URL",
            description = {
                "The API server, in place of the one that the kubeconfig or the service account names.",
                "Default: none. Variable: CONTROLLER_APISERVER_HOST."
            })
    private @Nullable String apiServer;

    @Option(
            names = "--watch-namespace",
            paramLabel = "NAMESPACE",
            split = ",",
            description = {
                "Namespaces to watch; may be given several times or with commas. Nothing of other namespaces is "
                        + "asked for then, save for the Service of --publish-service.",
                "Default: all. Variable: CONTROLLER_WATCH_NAMESPACE."
            })
    private List<String> watchNamespaces = List.of();

    @Option(
            names = "--secret-label-selector",
            paramLabel = "LABEL",
            defaultValue = "",
            description = {
                "The name of a label: of the TLS Secrets only those are taken that carry it with the value true.",
                "Default: none, so all. Variable: CONTROLLER_SECRET_LABEL_SELECTOR."
            })
    private String secretLabel = "";

    @Option(
            names = "--enable-controller-ingress-networkingv1",
            paramLabel = "true|false",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            converter = Switch.class,
            description = {
                "Whether Ingresses are watched. Without them nothing is routed.",
                "Default: true. Variable: CONTROLLER_ENABLE_CONTROLLER_INGRESS_NETWORKINGV1."
            })
    private boolean ingresses = true;

    @Option(
            names = "--enable-controller-ingress-class-networkingv1",
            paramLabel = "true|false",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            converter = Switch.class,
            description = {
                "Whether IngressClasses are watched, which are the one kind that is not of a namespace. Without them no "
                        + "class is the default one and none has parameters.",
                "Default: true. Variable: CONTROLLER_ENABLE_CONTROLLER_INGRESS_CLASS_NETWORKINGV1."
            })
    private boolean ingressClasses = true;

    @Option(
            names = "--enable-controller-ingress-class-parameters",
            paramLabel = "true|false",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            converter = Switch.class,
            description = {
                "Whether IngressClassParameters are watched.",
                "Default: true. Variable: CONTROLLER_ENABLE_CONTROLLER_INGRESS_CLASS_PARAMETERS."
            })
    private boolean ingressClassParameters = true;

    @Option(
            names = "--enable-controller-kong-upstream-policy",
            paramLabel = "true|false",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            converter = Switch.class,
            description = {
                "Whether KongUpstreamPolicies are watched. Without them Services that name one count as naming one "
                        + "that is missing.",
                "Default: true. Variable: CONTROLLER_ENABLE_CONTROLLER_KONG_UPSTREAM_POLICY."
            })
    private boolean upstreamPolicies = true;

    @Option(
            names = "--enable-controller-service",
            paramLabel = "true|false",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            converter = Switch.class,
            description = {
                "Whether Services and EndpointSlices are watched. Without them every route answers 503.",
                "Default: true. Variable: CONTROLLER_ENABLE_CONTROLLER_SERVICE."
            })
    private boolean services = true;

    ControlPlaneSettings applyTo(ControlPlaneSettings settings) {
        return settings.withNamespaces(namespaces()).withSelection(selection());
    }

    private Set<String> namespaces() {
        Set<String> namespaces = new TreeSet<>();
        for (String text : watchNamespaces) {
            String namespace = text.strip();
            // None is what a variable such as "a," holds behind the comma.
            if (!namespace.isEmpty()) {
                namespaces.add(checkedNamespace(namespace));
            }
        }
        return namespaces;
    }

    private static String checkedNamespace(String text) {
        if (text.length() > LONGEST_LABEL || !LABEL.matcher(text).matches()) {
            throw UserError.usage("--watch-namespace: " + text + " (expected: the name of a namespace)");
        }
        return text;
    }

    /** What is watched besides the choice of namespaces. */
    private WatchSelection selection() {
        Set<ResourceKind<?>> omitted = new HashSet<>();
        omit(omitted, ingresses, ResourceKind.INGRESS);
        omit(omitted, ingressClasses, ResourceKind.INGRESS_CLASS);
        omit(omitted, ingressClassParameters, ResourceKind.INGRESS_CLASS_PARAMETERS);
        omit(omitted, upstreamPolicies, ResourceKind.KONG_UPSTREAM_POLICY);
        omit(omitted, services, ResourceKind.SERVICE);
        omit(omitted, services, ResourceKind.ENDPOINT_SLICE);
        return new WatchSelection(omitted, secretLabel.isEmpty() ? null : secretLabel, Set.of());
    }

    private static void omit(Set<ResourceKind<?>> omitted, boolean watched, ResourceKind<?> kind) {
        if (!watched) {
            omitted.add(kind);
        }
    }

    KubernetesClient client() {
        Config config;
        if (kubeconfig == null) {
            config = Config.autoConfigure(null);
        } else if (Files.isReadable(kubeconfig)) {
            config = Config.fromKubeconfig(kubeconfig.toFile());
        } else {
            throw UserError.usage("--kubeconfig: " + kubeconfig + " cannot be read (expected: a readable file)");
        }
        ConfigBuilder builder = new ConfigBuilder(config);
        if (apiServer != null) {
            builder.withMasterUrl(checkedUrl("--apiserver-host", apiServer).toString());
        }
        return new KubernetesClientBuilder().withConfig(builder.build()).build();
    }

    /**
     * The URL of a server.
     *
     * @param setting its name, for messages
     */
    static URI checkedUrl(String setting, String text) {
        try {
            URI url = URI.create(text);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw UserError.usage(setting + ": " + text + " (expected: a URL, as in https://10.0.0.1:6443)");
    }
}
