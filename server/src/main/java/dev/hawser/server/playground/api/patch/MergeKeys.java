package dev.hawser.server.playground.api.patch;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which lists of the built-in kinds are merged element by element, and by which field of the element.
 *
 * <p>These are the {@code patchMergeKey} and {@code patchStrategy} tags of Kubernetes' API types. A list that is not
 * named here is replaced as a whole, as there: tolerations, arguments, Ingress rules, endpoints.
 */
final class MergeKeys {

    /** By the list's field name, or by the name of the field around it and its own where that alone is ambiguous. */
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("containers", "name"),
            Map.entry("initContainers", "name"),
            Map.entry("ephemeralContainers", "name"),
            Map.entry("containers.ports", "containerPort"),
            Map.entry("initContainers.ports", "containerPort"),
            Map.entry("ephemeralContainers.ports", "containerPort"),
            Map.entry("spec.ports", "port"),
            Map.entry("env", "name"),
            Map.entry("volumes", "name"),
            Map.entry("volumeMounts", "mountPath"),
            Map.entry("volumeDevices", "devicePath"),
            Map.entry("imagePullSecrets", "name"),
            Map.entry("secrets", "name"),
            Map.entry("hostAliases", "ip"),
            Map.entry("topologySpreadConstraints", "topologyKey"),
            Map.entry("resourceClaims", "name"),
            Map.entry("schedulingGates", "name"),
            Map.entry("conditions", "type"),
            Map.entry("podIPs", "ip"),
            Map.entry("hostIPs", "ip"),
            Map.entry("status.addresses", "type"),
            Map.entry("metadata.ownerReferences", "uid"));

    private static final Set<String> PRIMITIVE = Set.of("metadata.finalizers", "podCIDRs");

    /** Where a port number appears once for each protocol, the elements are told apart by this field too. */
    static final String SECOND_KEY = "protocol";

    private MergeKeys() {}

    /**
     * The key by which the elements of a list are matched; empty when the list is replaced as a whole.
     *
     * @param parent the name of the field around the list, looking through lists; empty at the top
     */
    static Optional<String> of(String parent, String field) {
        String key = KEYS.get(parent + "." + field);
        return Optional.ofNullable(key != null ? key : KEYS.get(field));
    }

    /** Whether a list of plain values is a set that patches add to. */
    static boolean isPrimitiveSet(String parent, String field) {
        return PRIMITIVE.contains(parent + "." + field) || PRIMITIVE.contains(field);
    }
}
