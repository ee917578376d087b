package dev.hawser.kubernetes.validation;

import dev.hawser.kubernetes.ApiLists;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a Service has to keep to (Kubernetes, core v1), save for one rule: several ports may go without names. Manifests
 * for Kong are written so, and a port that is asked for by its number is found.
 */
final class ServiceRules {

    private static final List<String> TYPES = List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");

    private ServiceRules() {}

    static void check(Checks checks, Service service) {
        ServiceSpec spec = service.getSpec();
        boolean external = spec != null && "ExternalName".equals(spec.getType());
        boolean headless = spec != null && "None".equals(spec.getClusterIP());
        if (spec == null || (ApiLists.orEmpty(spec.getPorts()).isEmpty() && !external && !headless)) {
            checks.required("spec.ports");
            return;
        }
        checks.oneOf("spec.type", spec.getType(), TYPES);
        if (external) {
            String name = spec.getExternalName();
            if (name == null || name.isEmpty()) {
                checks.required("spec.externalName");
            } else if (!DnsNames.isSubdomain(name.endsWith(".") ? name.substring(0, name.length() - 1) : name)) {
                checks.invalid("spec.externalName", name, DnsNames.SUBDOMAIN_EXPECTED);
            }
        }
        checkPorts(checks, ApiLists.orEmpty(spec.getPorts()));
    }

    private static void checkPorts(Checks checks, List<ServicePort> ports) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            String at = "spec.ports[" + i + "]";
            ServicePort port = ports.get(i);
            String name = port.getName() == null ? "" : port.getName();
            if (!name.isEmpty() && !DnsNames.isLabel(name)) {
                checks.invalid(at + ".name", name, DnsNames.LABEL_EXPECTED);
            } else if (!name.isEmpty() && !names.add(name)) {
                checks.add(at + ".name", "Duplicate value: \"" + name + "\"");
            }
            if (port.getPort() == null) {
                checks.required(at + ".port");
            } else if (!Ports.isPort(port.getPort())) {
                checks.invalid(at + ".port", port.getPort().toString(), Ports.EXPECTED);
            }
            checks.oneOf(at + ".protocol", port.getProtocol(), PROTOCOLS);
        }
    }
}
