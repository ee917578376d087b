package dev.hawser.kubernetes.translate;

import dev.hawser.kubernetes.ApiLists;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceBackendPort;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A port of a Service, as a backend refers to it. */
sealed interface PortRef {

    /** How it is part of the names of services, routes and upstreams. */
    String text();

    record ByNumber(int number) implements PortRef {
        @Override
        public String text() {
            return Integer.toString(number);
        }
    }

    record ByName(String text) implements PortRef {}

    /** The only port that the Service has. */
    record Implicit() implements PortRef {

        static final String TEXT = "implicitPort";

        @Override
        public String text() {
            return TEXT;
        }
    }

    static PortRef of(@Nullable ServiceBackendPort port) {
        if (port != null && port.getName() != null && !port.getName().isEmpty()) {
            return new ByName(port.getName());
        }
        if (port != null && port.getNumber() != null && port.getNumber() != 0) {
            return new ByNumber(port.getNumber());
        }
        return new Implicit();
    }

    /** Reads what {@link #text()} gave: the name of a port has a letter, and none in upper case. */
    static PortRef parse(String text) {
        if (text.equals(Implicit.TEXT)) {
            return new Implicit();
        }
        return text.chars().allMatch(Character::isDigit) ? new ByNumber(Integer.parseInt(text)) : new ByName(text);
    }

    /** The port of this Service; empty when it has none like this. */
    default Optional<ServicePort> in(Service service) {
        List<ServicePort> ports = portsOf(service);
        return switch (this) {
            case ByNumber(int number)
            when EndpointTranslator.isExternalName(service) ->
                // Such a Service need not declare ports: it has every one.
                Optional.of(new ServicePortBuilder()
                        .withPort(number)
                        .withNewTargetPort(number)
                        .build());
            case ByNumber(int number) ->
                ports.stream()
                        .filter(port -> port.getPort() != null && port.getPort() == number)
                        .findFirst();
            case ByName(String name) ->
                ports.stream().filter(port -> name.equals(port.getName())).findFirst();
            case Implicit() -> ports.size() == 1 ? Optional.of(ports.getFirst()) : Optional.empty();
        };
    }

    /** Why a Service has no port like this. */
    default String whyNotIn(Service service) {
        return this instanceof Implicit
                ? "in implicit mode, service must have exactly 1 port, has "
                        + portsOf(service).size()
                : "no suitable port found";
    }

    private static List<ServicePort> portsOf(Service service) {
        return service.getSpec() == null
                ? List.of()
                : ApiLists.orEmpty(service.getSpec().getPorts());
    }
}
