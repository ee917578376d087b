package dev.hawser.verification.cluster;

import dev.hawser.config.GatewayConfig;
import dev.hawser.kubernetes.ControllerInstance;
import dev.hawser.kubernetes.NamespacedName;
import dev.hawser.kubernetes.leader.LeaderElectionSettings;
import dev.hawser.kubernetes.status.StatusSettings;
import dev.hawser.server.push.ConfigTarget;
import dev.hawser.server.wiring.ControlPlane;
import dev.hawser.server.wiring.ControlPlaneSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The control plane of this build with a service account of its own, which may do what it is given: it serves one namespace
 * and has its Lease and its pod in another. What it asks for and what it is refused is noted.
 */
final class Tenant implements AutoCloseable {

    static final String SERVED = "served";
    static final String OWN = "own";
    private static final String PROXY = "hawser-proxy";
    private static final String ACCOUNT = "hawser";

    private final KubernetesClient admin;
    private final String served;
    private final String own;
    private final KubernetesClient client;
    private final ControlPlane controlPlane;
    private final Set<Permission> allowed = ConcurrentHashMap.newKeySet();
    private final Set<Permission> refused = ConcurrentHashMap.newKeySet();
    private final Set<String> disturbed = ConcurrentHashMap.newKeySet();

    /** @param permissions in the places {@link #SERVED} and {@link #OWN}, or in none */
    Tenant(Cluster cluster, String name, Collection<Permission> permissions, Path folder) throws Exception {
        admin = cluster.admin();
        served = name + "-" + SERVED;
        own = name + "-" + OWN;
        create(namespace(served), namespace(own));
        admin.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(ACCOUNT)
                        .withNamespace(own)
                        .endMetadata()
                        .build())
                .create();
        admin.resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName(PROXY)
                        .withNamespace(own)
                        .endMetadata()
                        .withNewSpec()
                        .withExternalIPs("192.0.2.1")
                        .addNewPort()
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        grant(name, permissions);
        admin.load(new ByteArrayInputStream((Backends.manifests() + "---\n" + Backends.ingress("broken", "/~/("))
                        .getBytes(StandardCharsets.UTF_8)))
                .inNamespace(served)
                .create();
        Path kubeconfig = folder.resolve(name + ".kubeconfig");
        cluster.controlPlane().writeServiceAccountKubeconfig(own, ACCOUNT, kubeconfig);
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("notes", new Notes()))
                .build();
        ControllerInstance instance =
                new ControllerInstance(UUID.randomUUID(), "verification", new NamespacedName(own, "pod-0"));
        controlPlane = ControlPlane.start(
                client,
                ControlPlaneSettings.defaults(instance)
                        .withNamespaces(Set.of(served))
                        .withStatus(
                                StatusSettings.defaults().withPublishServices(List.of(new NamespacedName(own, PROXY))))
                        .withLeaderElection(LeaderElectionSettings.defaults()
                                .withElectionId(Cluster.LEASE)
                                .withDurations(Duration.ofSeconds(60), Duration.ofSeconds(50), Duration.ofSeconds(1))),
                new TakesAll());
    }

    private void create(HasMetadata... objects) {
        for (HasMetadata object : objects) {
            admin.resource(object).create();
        }
    }

    private static Namespace namespace(String name) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }

    private void grant(String name, Collection<Permission> permissions) {
        create(
                new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withRules(permissions.stream()
                                .filter(permission -> permission.place().isEmpty())
                                .map(Permission::rule)
                                .toList())
                        .build(),
                new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", name)
                        .addNewSubject("", "ServiceAccount", ACCOUNT, own)
                        .build());
        for (Map.Entry<String, String> place : Map.of(SERVED, served, OWN, own).entrySet()) {
            create(
                    new RoleBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .withNamespace(place.getValue())
                            .endMetadata()
                            .withRules(permissions.stream()
                                    .filter(permission -> permission.place().equals(place.getKey()))
                                    .map(Permission::rule)
                                    .toList())
                            .build(),
                    new RoleBindingBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .withNamespace(place.getValue())
                            .endMetadata()
                            .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
                            .addNewSubject("", "ServiceAccount", ACCOUNT, own)
                            .build());
        }
    }

    /** Has it something to tell again, which it told before. */
    void repeat(int time) {
        for (String ingress : List.of("web", "broken")) {
            admin.network()
                    .v1()
                    .ingresses()
                    .inNamespace(served)
                    .withName(ingress)
                    .edit(old -> {
                        old.getMetadata()
                                .getAnnotations()
                                .put("konghq.com/preserve-host", time % 2 == 0 ? "true" : "odd");
                        return old;
                    });
        }
    }

    /** What it asked for and was given. */
    Set<Permission> allowed() {
        return Set.copyOf(allowed);
    }

    /** What it asked for and was refused. */
    Set<Permission> refused() {
        return Set.copyOf(refused);
    }

    @Override
    public void close() {
        controlPlane.close();
        client.close();
    }

    /** Notes what is asked for, and writes to an object just before its status is written for the first time. */
    private final class Notes implements Interceptor {

        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            Permission needed = Permission.of(request);
            if (needed.resource().endsWith("/status") && disturbed.add(needed.resource())) {
                String path = request.uri().getPath();
                String[] parts = path.split("/", -1);
                kubectlAnnotate(
                        needed.resource().substring(0, needed.resource().indexOf('/')), parts[parts.length - 2]);
            }
        }

        private void kubectlAnnotate(String plural, String name) {
            admin.genericKubernetesResources(
                            plural.equals("ingresses") ? "networking.k8s.io/v1" : "configuration.konghq.com/v1beta1",
                            plural.equals("ingresses") ? "Ingress" : "KongUpstreamPolicy")
                    .inNamespace(served)
                    .withName(name)
                    .edit(old -> {
                        old.getMetadata().getAnnotations().put("example.com/by", "somebody else");
                        return old;
                    });
        }

        @Override
        public void after(
                HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
            Permission needed = Permission.of(request);
            String place =
                    needed.place().equals(served) ? SERVED : needed.place().equals(own) ? OWN : needed.place();
            Permission noted = new Permission(place, needed.group(), needed.resource(), needed.verb());
            if (response.code() == 403) {
                refused.add(noted);
            } else if (!needed.resource().isEmpty()) {
                allowed.add(noted);
            }
        }
    }

    /** A gateway that takes whatever it is given. */
    private static final class TakesAll implements ConfigTarget {

        private final CompletableFuture<Void> live = new CompletableFuture<>();

        private volatile Verdict verdict = Verdict.NONE;

        @Override
        public void apply(GatewayConfig config) {
            verdict = new Verdict(config, List.of());
            live.complete(null);
        }

        @Override
        public Verdict verdict() {
            return verdict;
        }

        @Override
        public CompletionStage<Void> firstLive() {
            return live;
        }
    }
}
