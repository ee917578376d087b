package dev.hawser.kubernetes.validation;

import dev.hawser.kubernetes.ApiLists;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an EndpointSlice has to keep to (Kubernetes, discovery.k8s.io/v1). */
final class EndpointSliceRules {

    private static final List<String> ADDRESS_TYPES = List.of("FQDN", "IPv4", "IPv6");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");

    private EndpointSliceRules() {}

    static void check(Checks checks, EndpointSlice slice) {
        String type = slice.getAddressType();
        if (type == null) {
            checks.required("addressType");
        }
        checks.oneOf("addressType", type, ADDRESS_TYPES);
        for (int i = 0; i < ApiLists.orEmpty(slice.getEndpoints()).size(); i++) {
            checkEndpoint(
                    checks,
                    "endpoints[" + i + "]",
                    ApiLists.orEmpty(slice.getEndpoints()).get(i),
                    type);
        }
        for (int i = 0; i < ApiLists.orEmpty(slice.getPorts()).size(); i++) {
            EndpointPort port = ApiLists.orEmpty(slice.getPorts()).get(i);
            if (port.getPort() != null && !Ports.isPort(port.getPort())) {
                checks.invalid("ports[" + i + "].port", port.getPort().toString(), Ports.EXPECTED);
            }
            checks.oneOf("ports[" + i + "].protocol", port.getProtocol(), PROTOCOLS);
        }
    }

    private static void checkEndpoint(Checks checks, String at, Endpoint endpoint, @Nullable String type) {
        if (ApiLists.orEmpty(endpoint.getAddresses()).isEmpty()) {
            checks.add(at + ".addresses", "Required value: must contain at least 1 address");
        }
        for (int i = 0; i < ApiLists.orEmpty(endpoint.getAddresses()).size(); i++) {
            String address = ApiLists.orEmpty(endpoint.getAddresses()).get(i);
            if (type != null && !isAddress(address, type)) {
                checks.invalid(at + ".addresses[" + i + "]", address, "must be of type " + type);
            }
        }
    }

    private static boolean isAddress(String text, String type) {
        try {
            return switch (type) {
                case "IPv4" -> Inet4Address.ofLiteral(text).getHostAddress().equals(text);
                case "IPv6" -> text.indexOf('%') < 0 && !text.startsWith("[") && isIpv6(text);
                default -> DnsNames.isSubdomain(text);
            };
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isIpv6(String text) {
        return text.indexOf(':') >= 0 && Inet6Address.ofLiteral(text) != null;
    }
}
