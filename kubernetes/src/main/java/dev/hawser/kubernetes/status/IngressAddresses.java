package dev.hawser.kubernetes.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The addresses by which clients reach an Ingress: its {@code status.loadBalancer.ingress}, as a whole.
 *
 * @param addresses IP addresses and host names; none takes those away that are there
 */
record IngressAddresses(List<String> addresses) implements DesiredStatus {

    IngressAddresses {
        addresses = List.copyOf(addresses);
    }

    @Override
    public Optional<Map<String, Object>> changeOf(HasMetadata current, Instant now) {
        if (addresses.equals(of(current))) {
            return Optional.empty();
        }
        List<Map<String, String>> entries = addresses.stream()
                .map(address -> Map.of(PublishedAddresses.isIp(address) ? "ip" : "hostname", address))
                .toList();
        return Optional.of(Map.of("loadBalancer", Map.of("ingress", entries)));
    }

    /** The addresses that an Ingress has. */
    static List<String> of(HasMetadata object) {
        if (!(object instanceof Ingress ingress)
                || ingress.getStatus() == null
                || ingress.getStatus().getLoadBalancer() == null
                || ingress.getStatus().getLoadBalancer().getIngress() == null) {
            return List.of();
        }
        return ingress.getStatus().getLoadBalancer().getIngress().stream()
                .map(IngressAddresses::text)
                .toList();
    }

    private static String text(IngressLoadBalancerIngress entry) {
        return entry.getIp() == null || entry.getIp().isEmpty() ? String.valueOf(entry.getHostname()) : entry.getIp();
    }
}
