package dev.hawser.kubernetes.validation;

import dev.hawser.kubernetes.ApiLists;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressRuleValue;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressSpec;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceBackendPort;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an Ingress has to keep to (Kubernetes, networking.k8s.io/v1). */
final class IngressRules {

    private static final List<String> PATH_TYPES = List.of("Exact", "ImplementationSpecific", "Prefix");
    private static final List<String> INVALID_SEQUENCES = List.of("//", "/./", "/../", "%2f", "%2F");
    private static final List<String> INVALID_SUFFIXES = List.of("/..", "/.");

    private IngressRules() {}

    static void check(Checks checks, Ingress ingress) {
        IngressSpec spec = ingress.getSpec();
        if (spec == null
                || (spec.getDefaultBackend() == null
                        && ApiLists.orEmpty(spec.getRules()).isEmpty())) {
            checks.add("spec", "either `defaultBackend` or `rules` must be specified");
            return;
        }
        if (spec.getDefaultBackend() != null) {
            checkBackend(checks, "spec.defaultBackend", spec.getDefaultBackend());
        }
        for (int i = 0; i < ApiLists.orEmpty(spec.getRules()).size(); i++) {
            String at = "spec.rules[" + i + "]";
            checkHost(
                    checks,
                    at + ".host",
                    ApiLists.orEmpty(spec.getRules()).get(i).getHost());
            checkHttp(
                    checks,
                    at + ".http",
                    ApiLists.orEmpty(spec.getRules()).get(i).getHttp());
        }
        for (int i = 0; i < ApiLists.orEmpty(spec.getTls()).size(); i++) {
            List<String> hosts =
                    ApiLists.orEmpty(ApiLists.orEmpty(spec.getTls()).get(i).getHosts());
            for (int j = 0; j < hosts.size(); j++) {
                checkHost(checks, "spec.tls[" + i + "].hosts[" + j + "]", hosts.get(j));
            }
        }
    }

    private static void checkHost(Checks checks, String path, @Nullable String host) {
        if (host != null && !host.isEmpty() && !DnsNames.isIngressHost(host)) {
            checks.invalid(path, host, "must be a DNS name, not an IP address; " + DnsNames.SUBDOMAIN_EXPECTED);
        }
    }

    private static void checkHttp(Checks checks, String path, @Nullable HTTPIngressRuleValue http) {
        if (http == null) {
            return;
        }
        if (ApiLists.orEmpty(http.getPaths()).isEmpty()) {
            checks.required(path + ".paths");
        }
        for (int i = 0; i < ApiLists.orEmpty(http.getPaths()).size(); i++) {
            String at = path + ".paths[" + i + "]";
            checkPath(checks, at, ApiLists.orEmpty(http.getPaths()).get(i));
            checkBackend(
                    checks,
                    at + ".backend",
                    ApiLists.orEmpty(http.getPaths()).get(i).getBackend());
        }
    }

    private static void checkPath(Checks checks, String at, HTTPIngressPath path) {
        if (path.getPathType() == null) {
            checks.add(at + ".pathType", "Required value: pathType must be specified");
            return;
        }
        checks.oneOf(at + ".pathType", path.getPathType(), PATH_TYPES);
        String text = path.getPath() == null ? "" : path.getPath();
        if (path.getPathType().equals("ImplementationSpecific")) {
            if (!text.isEmpty() && !text.startsWith("/")) {
                checks.invalid(at + ".path", text, "must be an absolute path");
            }
            return;
        }
        if (!text.startsWith("/")) {
            checks.invalid(at + ".path", text, "must be an absolute path");
        }
        for (String sequence : INVALID_SEQUENCES) {
            if (text.contains(sequence)) {
                checks.invalid(at + ".path", text, "must not contain '" + sequence + "'");
            }
        }
        for (String suffix : INVALID_SUFFIXES) {
            if (text.endsWith(suffix)) {
                checks.invalid(at + ".path", text, "cannot end with '" + suffix + "'");
            }
        }
    }

    private static void checkBackend(Checks checks, String path, @Nullable IngressBackend backend) {
        IngressServiceBackend service = backend == null ? null : backend.getService();
        boolean resource = backend != null && backend.getResource() != null;
        if (service == null) {
            if (!resource) {
                checks.add(path, "Required value: resource or service backend is required");
            }
            return;
        }
        if (resource) {
            checks.add(path, "Invalid value: cannot set both resource and service backends");
        }
        if (service.getName() == null || service.getName().isEmpty()) {
            checks.required(path + ".service.name");
        } else if (!DnsNames.isServiceLabel(service.getName())) {
            checks.invalid(path + ".service.name", service.getName(), "must be a DNS-1035 label");
        }
        checkPort(checks, path + ".service.port", service.getPort());
    }

    private static void checkPort(Checks checks, String path, @Nullable ServiceBackendPort port) {
        boolean named =
                port != null && port.getName() != null && !port.getName().isEmpty();
        boolean numbered = port != null && port.getNumber() != null && port.getNumber() != 0;
        if (!named && !numbered) {
            checks.add(path, "Required value: port name or number is required");
        } else if (named && numbered) {
            checks.add(path, "Invalid value: cannot set both port name & port number");
        } else if (numbered && port != null && !Ports.isPort(port.getNumber())) {
            checks.invalid(path + ".number", port.getNumber().toString(), Ports.EXPECTED);
        } else if (named && port != null && !Ports.isName(port.getName())) {
            checks.invalid(path + ".name", port.getName(), Ports.NAME_EXPECTED);
        }
    }
}
