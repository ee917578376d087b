package dev.hawser.server.playground.api.rules;

import dev.hawser.server.playground.api.resource.Cause;
import dev.hawser.server.playground.api.resource.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Deployments and ReplicaSets. Source: Kubernetes API reference, Deployment v1 apps and ReplicaSet v1 apps. */
final class WorkloadRules implements KindRules {

    private static final String QUARTER = "25%";

    @Override
    public void fill(ObjectNode object, @Nullable ObjectNode previous) {
        if (!(object.path("spec") instanceof ObjectNode spec)) {
            return;
        }
        Defaults.number(spec, "replicas", 1);
        if (spec.path("template").path("spec") instanceof ObjectNode pod) {
            PodRules.fillSpec(pod);
        }
        if (Json.text(object, "kind").equals("Deployment")) {
            fillDeployment(spec);
        }
    }

    private static void fillDeployment(ObjectNode spec) {
        ObjectNode strategy = Defaults.object(spec, "strategy");
        Defaults.text(strategy, "type", "RollingUpdate");
        if (Json.text(strategy, "type").equals("RollingUpdate")) {
            ObjectNode rolling = Defaults.object(strategy, "rollingUpdate");
            Defaults.text(rolling, "maxUnavailable", QUARTER);
            Defaults.text(rolling, "maxSurge", QUARTER);
        }
        Defaults.number(spec, "revisionHistoryLimit", 10);
        Defaults.number(spec, "progressDeadlineSeconds", 600);
    }

    @Override
    public void check(ObjectNode object, @Nullable ObjectNode previous, List<Cause> causes) {
        JsonNode spec = object.path("spec");
        checkSelector(spec, causes);
        if (previous != null && !previous.path("spec").path("selector").equals(spec.path("selector"))) {
            causes.add(Cause.invalid("spec.selector", spec.path("selector"), "field is immutable"));
        }
        if (spec.path("replicas").asLong(0) < 0) {
            causes.add(Cause.invalid(
                    "spec.replicas", spec.path("replicas").asLong(0), "must be greater than or equal to 0"));
        }
        String strategy = Json.text(spec, "strategy.type");
        if (!strategy.isEmpty() && !List.of("RollingUpdate", "Recreate").contains(strategy)) {
            causes.add(Cause.unsupported("spec.strategy.type", strategy, "\"Recreate\", \"RollingUpdate\""));
        }
        PodRules.checkSpec("spec.template.spec", spec.path("template").path("spec"), causes);
        String restart = Json.text(spec, "template.spec.restartPolicy");
        if (!restart.isEmpty() && !restart.equals("Always")) {
            causes.add(Cause.unsupported("spec.template.spec.restartPolicy", restart, "\"Always\""));
        }
    }

    private static void checkSelector(JsonNode spec, List<Cause> causes) {
        JsonNode selector = spec.path("selector");
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        if (selector.isMissingNode()) {
            causes.add(Cause.required("spec.selector", ""));
        } else if (selector.path("matchLabels").isEmpty()
                && selector.path("matchExpressions").isEmpty()) {
            causes.add(Cause.invalid("spec.selector", selector, "empty selector is invalid for deployment"));
        } else {
            for (Map.Entry<String, JsonNode> label :
                    selector.path("matchLabels").properties()) {
                if (!label.getValue().equals(labels.path(label.getKey()))) {
                    causes.add(Cause.invalid(
                            "spec.template.metadata.labels", labels, "`selector` does not match template `labels`"));
                    return;
                }
            }
        }
    }
}
