package dev.hawser.kubernetes.status;

import dev.hawser.kubernetes.NamespacedName;
import java.util.List;

/**
 * What is written into the statuses of objects; fixed at start.
 *
 * @param updates the flag {@code --update-status}: whether any status is written; default {@link Updates#WRITTEN}
 * @param publishServices the flag {@code --publish-service}: the Services in front of the gateway, whose addresses become
 *     those of the Ingresses; default none
 * @param publishAddresses the flag {@code --publish-status-address}: IP addresses and host names that become those of the
 *     Ingresses as they are, whatever the Services' are; default none
 * @param controllerName the flag {@code --gateway-api-controller-name}: the name under which policies are told what
 *     became of them; default {@value #DEFAULT_CONTROLLER_NAME}
 */
public record StatusSettings(
        Updates updates, List<NamespacedName> publishServices, List<String> publishAddresses, String controllerName) {

    public static final String DEFAULT_CONTROLLER_NAME = "konghq.com/kic-gateway-controller";

    /** Whether statuses are written. */
    public enum Updates {
        WRITTEN,
        LEFT_ALONE
    }

    public StatusSettings {
        publishServices = List.copyOf(publishServices);
        publishAddresses = List.copyOf(publishAddresses);
    }

    public static StatusSettings defaults() {
        return new StatusSettings(Updates.WRITTEN, List.of(), List.of(), DEFAULT_CONTROLLER_NAME);
    }

    public StatusSettings withUpdates(Updates other) {
        return new StatusSettings(other, publishServices, publishAddresses, controllerName);
    }

    public StatusSettings withPublishServices(List<NamespacedName> others) {
        return new StatusSettings(updates, others, publishAddresses, controllerName);
    }

    public StatusSettings withPublishAddresses(List<String> others) {
        return new StatusSettings(updates, publishServices, others, controllerName);
    }

    public StatusSettings withControllerName(String other) {
        return new StatusSettings(updates, publishServices, publishAddresses, other);
    }
}
