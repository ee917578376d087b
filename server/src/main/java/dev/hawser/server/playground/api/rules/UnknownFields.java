package dev.hawser.server.playground.api.rules;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.ResourceKinds;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds fields that a built-in kind does not have, by the client library's model of the kind. */
final class UnknownFields {

    private static final Map<ResourceKind, Class<?>> MODELS = Map.ofEntries(
            Map.entry(ResourceKinds.CONFIG_MAP, ConfigMap.class),
            Map.entry(ResourceKinds.ENDPOINTS, Endpoints.class),
            Map.entry(ResourceKinds.NAMESPACE, Namespace.class),
            Map.entry(ResourceKinds.NODE, Node.class),
            Map.entry(ResourceKinds.POD, Pod.class),
            Map.entry(ResourceKinds.SECRET, Secret.class),
            Map.entry(ResourceKinds.SERVICE, Service.class),
            Map.entry(ResourceKinds.SERVICE_ACCOUNT, ServiceAccount.class),
            Map.entry(ResourceKinds.DEPLOYMENT, Deployment.class),
            Map.entry(ResourceKinds.REPLICA_SET, ReplicaSet.class),
            Map.entry(ResourceKinds.LEASE, Lease.class),
            Map.entry(ResourceKinds.ENDPOINT_SLICE, EndpointSlice.class),
            Map.entry(ResourceKinds.INGRESS, Ingress.class),
            Map.entry(ResourceKinds.INGRESS_CLASS, IngressClass.class));

    // Read and written with the store's write lock held.
    private final Map<Class<?>, Map<String, Type>> fieldsByClass = new HashMap<>();

    /** The paths of the unknown fields; empty when all are known, or there is no model of the kind. */
    List<String> of(ResourceKind kind, ObjectNode object) {
        List<String> unknown = new ArrayList<>();
        Class<?> model = MODELS.get(kind);
        if (model != null) {
            visit(object, model, "", unknown);
        }
        return unknown;
    }

    private void visit(JsonNode value, @Nullable Type type, String at, List<String> unknown) {
        if (value instanceof ObjectNode object) {
            if (type instanceof Class<?> model) {
                visitFields(object, fields(model), at, unknown);
            } else if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
                object.properties()
                        .forEach(e ->
                                visit(e.getValue(), map.getActualTypeArguments()[1], at + "." + e.getKey(), unknown));
            }
        } else if (value.isArray() && type instanceof ParameterizedType list && list.getRawType() == List.class) {
            int index = 0;
            for (JsonNode item : value.values()) {
                visit(item, list.getActualTypeArguments()[0], "%s[%d]".formatted(at, index++), unknown);
            }
        }
    }

    private void visitFields(ObjectNode object, Map<String, Type> fields, String at, List<String> unknown) {
        // A type without fields of its own holds anything.
        if (fields.isEmpty()) {
            return;
        }
        object.properties().forEach(e -> {
            String path = at.isEmpty() ? e.getKey() : at + "." + e.getKey();
            if (fields.containsKey(e.getKey())) {
                visit(e.getValue(), fields.get(e.getKey()), path, unknown);
            } else {
                unknown.add(path);
            }
        });
    }

    private Map<String, Type> fields(Class<?> model) {
        return fieldsByClass.computeIfAbsent(model, _ -> {
            Map<String, Type> fields = new HashMap<>();
            for (Field field : model.getDeclaredFields()) {
                JsonProperty property = field.getAnnotation(JsonProperty.class);
                if (property != null) {
                    fields.put(property.value(), field.getGenericType());
                }
            }
            return fields;
        });
    }
}
