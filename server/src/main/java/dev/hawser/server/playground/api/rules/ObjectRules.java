package dev.hawser.server.playground.api.rules;

import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.Cause;
import dev.hawser.server.playground.api.resource.Meta;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.ResourceKinds;
import dev.hawser.server.playground.api.resource.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Completes and checks objects on their way into the store. */
public final class ObjectRules {

    private static final KindRules NO_RULES = new KindRules() {};

    private final Map<ResourceKind, KindRules> rules;
    private final CustomKinds customKinds;
    private final AdmissionCheck admission;
    private final UnknownFields unknownFields = new UnknownFields();

    public ObjectRules(CustomKinds customKinds, AdmissionCheck admission) {
        this.customKinds = customKinds;
        this.admission = admission;
        WorkloadRules workloads = new WorkloadRules();
        this.rules = Map.of(
                ResourceKinds.POD, new PodRules(),
                ResourceKinds.DEPLOYMENT, workloads,
                ResourceKinds.REPLICA_SET, workloads,
                ResourceKinds.SERVICE, new ServiceRules(new ServiceAddresses()),
                ResourceKinds.INGRESS, new IngressRules(),
                ResourceKinds.ENDPOINT_SLICE, new EndpointSliceRules(),
                ResourceKinds.NAMESPACE, new NamespaceRules(),
                ResourceKinds.SECRET, new SecretRules());
    }

    /** Gives an object that is about to be created the status it starts with. */
    public void prepareNew(ResourceKind kind, ObjectNode object) {
        // A node registers with its status; every other kind gets it from its controller.
        if (kind.has(Trait.STATUS) && !kind.equals(ResourceKinds.NODE)) {
            object.remove("status");
        }
        of(kind).fillNew(object);
    }

    /**
     * Fills in defaults, and turns the object down when it has mistakes.
     *
     * @param previous the object as it is stored; {@code null} when it is new
     * @throws ApiFailure 400 when there are unknown fields and they matter; 422 for any other mistake
     */
    public void admit(
            ResourceKind kind, ObjectNode object, @Nullable ObjectNode previous, FieldValidation fieldValidation) {
        List<String> unknown = new ArrayList<>();
        customKinds
                .schema(kind)
                .ifPresentOrElse(
                        schema -> {
                            schema.prune(object, (path, _) -> unknown.add(path));
                            schema.fill(object);
                        },
                        () -> unknown.addAll(unknownFields.of(kind, object)));
        if (!unknown.isEmpty() && fieldValidation == FieldValidation.STRICT) {
            throw ApiFailure.badRequest("%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
                    .formatted(
                            kind.kind(),
                            kind.version(),
                            kind.kind(),
                            String.join(
                                    ", ",
                                    unknown.stream()
                                            .map("unknown field \"%s\""::formatted)
                                            .toList())));
        }
        of(kind).fill(object, previous);
        check(kind, object, previous);
    }

    private void check(ResourceKind kind, ObjectNode object, @Nullable ObjectNode previous) {
        List<Cause> causes = new ArrayList<>();
        Names.check(kind, new Meta(object), causes);
        of(kind).check(object, previous, causes);
        customKinds.schema(kind).ifPresent(schema -> schema.check(object, causes));
        if (causes.isEmpty() && kind.has(Trait.CUSTOM)) {
            for (String violation : admission.violations(kind.kind(), object.deepCopy())) {
                causes.add(Cause.invalid("spec", "object", violation));
            }
        }
        if (!causes.isEmpty()) {
            throw ApiFailure.invalid(kind, new Meta(object).name(), causes);
        }
    }

    private KindRules of(ResourceKind kind) {
        return rules.getOrDefault(kind, NO_RULES);
    }
}
