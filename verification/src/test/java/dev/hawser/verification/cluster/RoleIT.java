package dev.hawser.verification.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The roles of {@code deploy/} are enough, and no verb of them is too many. Each verb is taken away once, from a control plane
 * of its own that is otherwise complete, and that one is refused exactly what was taken: it is not asked what it may do, it is
 * seen doing it.
 *
 * <p>The rules are bound as the chart binds them for a list of namespaces, where none of them covers for another.
 */
@RealClusterTest
class RoleIT {

    private static final Path MANIFESTS = Path.of("..", "deploy", "manifests", "all-in-one.yaml");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Cluster cluster;
    private final Set<Permission> role;

    RoleIT(Cluster cluster) throws IOException {
        this.cluster = cluster;
        this.role = permissions();
    }

    private Set<Permission> permissions() throws IOException {
        Set<Permission> permissions = new LinkedHashSet<>();
        try (InputStream in = Files.newInputStream(MANIFESTS)) {
            for (HasMetadata object : cluster.admin().load(in).items()) {
                if (object instanceof ClusterRole clusterRole) {
                    clusterRole.getRules().forEach(rule -> permissions.addAll(Permission.of(rule, placeOf(rule))));
                } else if (object instanceof Role own) {
                    own.getRules().forEach(rule -> permissions.addAll(Permission.of(rule, Tenant.OWN)));
                }
            }
        }
        assertThat(permissions).hasSizeGreaterThan(20);
        return permissions;
    }

    private static String placeOf(PolicyRule rule) {
        return rule.getResources().contains("ingressclasses") ? "" : Tenant.SERVED;
    }

    @Test
    void isEnoughAndNoVerbIsTooMany(@TempDir Path folder) throws Exception {
        try (Tenant tenant = new Tenant(cluster, "role-whole", role, folder)) {
            keepBusyUntil(List.of(tenant), () -> tenant.allowed().containsAll(role));
            assertThat(tenant.allowed()).containsAll(role);
            assertThat(tenant.refused()).isEmpty();
        }
    }

    @Test
    void eachVerbIsMissedWhenItIsTakenAway(@TempDir Path folder) throws Exception {
        Map<Permission, Tenant> tenants = new LinkedHashMap<>();
        try {
            for (Permission taken : role) {
                Set<Permission> rest = new LinkedHashSet<>(role);
                rest.remove(taken);
                tenants.put(taken, new Tenant(cluster, "role-" + tenants.size(), rest, folder));
            }
            keepBusyUntil(tenants.values(), () -> unmissed(tenants).isEmpty());
            assertThat(unmissed(tenants)).isEmpty();
        } finally {
            tenants.values().forEach(Tenant::close);
        }
    }

    private static Set<Permission> unmissed(Map<Permission, Tenant> tenants) {
        return tenants.entrySet().stream()
                .filter(entry -> !entry.getValue().refused().contains(entry.getKey()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Waits for a condition and gives the control planes something to do meanwhile; whoever calls looks at the result. */
    private static void keepBusyUntil(Collection<Tenant> tenants, BooleanSupplier condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int time = 0; !condition.getAsBoolean() && System.nanoTime() < deadline; time++) {
            for (Tenant tenant : tenants) {
                tenant.repeat(time);
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }
}
