package dev.hawser.kubernetes.status;

import dev.hawser.kubernetes.ApiLists;
import dev.hawser.kubernetes.NamespacedName;
import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.ResourceSnapshot;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The addresses by which clients reach the gateway, as its Services or its settings say. */
final class PublishedAddresses {

    private static final String LOAD_BALANCER = "LoadBalancer";
    private static final String HEADLESS = "None";

    private PublishedAddresses() {}

    /** The addresses, each once; empty while none is known. */
    static List<String> of(ResourceSnapshot snapshot, StatusSettings settings) {
        if (!settings.publishAddresses().isEmpty()) {
            return List.copyOf(new LinkedHashSet<>(settings.publishAddresses()));
        }
        Set<String> addresses = new LinkedHashSet<>();
        for (NamespacedName name : settings.publishServices()) {
            snapshot.find(ResourceKind.SERVICE, name.namespace(), name.name())
                    .ifPresent(service -> addresses.addAll(addresses(service)));
        }
        return List.copyOf(addresses);
    }

    /**
     * The addresses of one Service, as Kong Ingress Controller finds them: what its load balancer was given, or the
     * addresses within the cluster when it has none. Addresses that a person put in front of it go before the latter.
     */
    private static List<String> addresses(Service service) {
        if (service.getSpec() == null) {
            return List.of();
        }
        List<String> external = ApiLists.orEmpty(service.getSpec().getExternalIPs());
        if (LOAD_BALANCER.equals(service.getSpec().getType())) {
            return Stream.concat(loadBalancer(service), external.stream()).toList();
        }
        return external.isEmpty()
                ? ApiLists.orEmpty(service.getSpec().getClusterIPs()).stream()
                        .filter(address -> !address.equals(HEADLESS))
                        .toList()
                : external;
    }

    private static Stream<String> loadBalancer(Service service) {
        if (service.getStatus() == null || service.getStatus().getLoadBalancer() == null) {
            return Stream.empty();
        }
        List<LoadBalancerIngress> entries =
                ApiLists.orEmpty(service.getStatus().getLoadBalancer().getIngress());
        return entries.stream()
                .flatMap(entry -> Stream.of(entry.getIp(), entry.getHostname()))
                .filter(Objects::nonNull)
                .filter(address -> !address.isEmpty());
    }

    /** Whether an address is an IP address rather than a name. */
    static boolean isIp(String address) {
        return address.indexOf(':') >= 0 || address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }
}
