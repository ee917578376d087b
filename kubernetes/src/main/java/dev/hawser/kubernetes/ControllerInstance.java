package dev.hawser.kubernetes;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which of several running controllers this is.
 *
 * @param id unique for each start of the process: the annotation {@code konghq.com/instance-id} of its events
 * @param host the name of the machine or container
 * @param pod the controller's own pod, which events of the whole configuration are about; {@code null} when it does not
 *     run in one, or does not know its name
 */
public record ControllerInstance(
        UUID id, String host, @Nullable NamespacedName pod) {

    /** The environment variables that name the controller's pod, as Kong's manifests set them. */
    public static final String POD_NAME = "POD_NAME";

    public static final String POD_NAMESPACE = "POD_NAMESPACE";

    /**
     * This process, with a new id.
     *
     * @param environment the environment variables: {@value #POD_NAME} and {@value #POD_NAMESPACE} are read
     * @param host the name of the machine or container
     */
    public static ControllerInstance create(Map<String, String> environment, String host) {
        String namespace = environment.getOrDefault(POD_NAMESPACE, "");
        String name = environment.getOrDefault(POD_NAME, "");
        NamespacedName pod = namespace.isEmpty() || name.isEmpty() ? null : new NamespacedName(namespace, name);
        return new ControllerInstance(UUID.randomUUID(), host, pod);
    }

    /** What it is called where instances must be told apart: the pod's name, or the host's, and the id. */
    public String identity() {
        return (pod == null ? host : pod.name()) + "_" + id;
    }
}
