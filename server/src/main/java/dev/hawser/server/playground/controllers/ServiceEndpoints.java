package dev.hawser.server.playground.controllers;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The endpoints a Service calls for (Kubernetes, "EndpointSlices"), grouped by what a slice has in common.
 *
 * <p>A pod is an endpoint while its labels are selected, it has an address and has not finished; it stays one while it
 * terminates. {@code serving} means ready, {@code terminating} means deleted, and {@code ready} means serving and not
 * terminating, or that the Service publishes addresses whether ready or not.
 */
record ServiceEndpoints(Map<Group, List<Endpoint>> byGroup) {

    /** A slice has one type of address and one set of ports. Named target ports may differ from pod to pod. */
    record Group(String addressType, List<EndpointPort> ports) {
        Group {
            ports = List.copyOf(ports);
        }
    }

    /** The endpoints in the order of the pods' names; one empty group without ports when there are none. */
    static ServiceEndpoints of(Service service, List<Pod> pods) {
        Map<Group, List<Endpoint>> byGroup = new LinkedHashMap<>();
        pods.stream()
                .filter(pod -> !PodState.isFinished(pod) && pod.getStatus() != null)
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .forEach(pod -> addresses(service, pod)
                        .forEach((type, address) -> byGroup.computeIfAbsent(
                                        new Group(type, ports(service, pod)), group -> new ArrayList<>())
                                .add(endpoint(service, pod, address))));
        if (byGroup.isEmpty()) {
            families(service, "IPv4").forEach(type -> byGroup.put(new Group(type, List.of()), List.of()));
        }
        return new ServiceEndpoints(byGroup);
    }

    private static List<String> families(Service service, String whenUnset) {
        List<String> families = service.getSpec().getIpFamilies();
        return families == null || families.isEmpty() ? List.of(whenUnset) : families;
    }

    /** One address of each family of the Service; without families the pod's first. */
    private static Map<String, String> addresses(Service service, Pod pod) {
        List<String> all =
                pod.getStatus().getPodIPs().stream().map(PodIP::getIp).toList();
        String first = pod.getStatus().getPodIP();
        if (all.isEmpty() && first != null && !first.isEmpty()) {
            all = List.of(first);
        }
        Map<String, String> byType = new LinkedHashMap<>();
        if (!all.isEmpty()) {
            List<String> wanted = families(service, type(all.getFirst()));
            all.stream().filter(ip -> wanted.contains(type(ip))).forEach(ip -> byType.putIfAbsent(type(ip), ip));
        }
        return byType;
    }

    private static String type(String address) {
        return address.indexOf(':') < 0 ? "IPv4" : "IPv6";
    }

    private static Endpoint endpoint(Service service, Pod pod, String address) {
        boolean serving = PodState.isReady(pod);
        boolean terminating = PodState.isTerminating(pod);
        boolean published = Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
        EndpointBuilder endpoint = new EndpointBuilder()
                .withAddresses(address)
                .withNodeName(pod.getSpec().getNodeName())
                .withTargetRef(new ObjectReferenceBuilder()
                        .withKind("Pod")
                        .withNamespace(pod.getMetadata().getNamespace())
                        .withName(pod.getMetadata().getName())
                        .withUid(pod.getMetadata().getUid())
                        .build())
                .withNewConditions()
                .withReady(published || (serving && !terminating))
                .withServing(serving)
                .withTerminating(terminating)
                .endConditions();
        String hostname = pod.getSpec().getHostname();
        if (hostname != null
                && service.getMetadata().getName().equals(pod.getSpec().getSubdomain())) {
            endpoint.withHostname(hostname);
        }
        return endpoint.build();
    }

    private static List<EndpointPort> ports(Service service, Pod pod) {
        List<EndpointPort> ports = new ArrayList<>();
        for (ServicePort port : service.getSpec().getPorts()) {
            String protocol = protocol(port.getProtocol());
            number(port, protocol, pod)
                    .ifPresent(number -> ports.add(new EndpointPortBuilder()
                            .withName(port.getName() == null ? "" : port.getName())
                            .withPort(number)
                            .withProtocol(protocol)
                            .withAppProtocol(port.getAppProtocol())
                            .build()));
        }
        return ports;
    }

    private static String protocol(String text) {
        return text == null || text.isEmpty() ? "TCP" : text;
    }

    /** The target port; empty when the pod has none of that name. Without a target port it is the Service's. */
    private static Optional<Integer> number(ServicePort port, String protocol, Pod pod) {
        if (port.getTargetPort() == null) {
            return Optional.of(port.getPort());
        }
        Integer number = port.getTargetPort().getIntVal();
        if (number != null) {
            return Optional.of(number == 0 ? port.getPort() : number);
        }
        String name = port.getTargetPort().getStrVal();
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .filter(candidate -> name.equals(candidate.getName()))
                .filter(candidate -> protocol.equals(protocol(candidate.getProtocol())))
                .map(ContainerPort::getContainerPort)
                .findFirst();
    }
}
