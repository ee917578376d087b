package dev.hawser.server.playground.api.rules;

import dev.hawser.server.playground.api.resource.Cause;
import dev.hawser.server.playground.api.resource.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Pods, and the pod templates of workloads. Source: Kubernetes API reference, Pod v1 core. */
final class PodRules implements KindRules {

    /** Seconds between the deletion of a pod and its end, when the pod does not say. */
    private static final int GRACE_SECONDS = 30;

    @Override
    public void fillNew(ObjectNode object) {
        object.putObject("status").put("phase", "Pending").put("qosClass", "BestEffort");
    }

    @Override
    public void fill(ObjectNode object, @Nullable ObjectNode previous) {
        if (object.path("spec") instanceof ObjectNode spec) {
            fillSpec(spec);
            Defaults.number(spec, "priority", 0);
            if (!spec.has("enableServiceLinks")) {
                spec.put("enableServiceLinks", true);
            }
        }
    }

    @Override
    public void check(ObjectNode object, @Nullable ObjectNode previous, List<Cause> causes) {
        checkSpec("spec", object.path("spec"), causes);
    }

    static void fillSpec(ObjectNode spec) {
        Defaults.text(spec, "restartPolicy", "Always");
        Defaults.text(spec, "dnsPolicy", "ClusterFirst");
        Defaults.text(spec, "schedulerName", "default-scheduler");
        Defaults.number(spec, "terminationGracePeriodSeconds", GRACE_SECONDS);
        Defaults.object(spec, "securityContext");
        for (String list : List.of("initContainers", "containers")) {
            for (JsonNode container : spec.path(list).values()) {
                if (container instanceof ObjectNode object) {
                    fillContainer(object);
                }
            }
        }
    }

    private static void fillContainer(ObjectNode container) {
        String image = Json.text(container, "image");
        String tag = image.substring(image.lastIndexOf('/') + 1);
        boolean isMoving = !tag.contains("@") && (!tag.contains(":") || tag.endsWith(":latest"));
        Defaults.text(container, "imagePullPolicy", isMoving ? "Always" : "IfNotPresent");
        Defaults.text(container, "terminationMessagePath", "/dev/termination-log");
        Defaults.text(container, "terminationMessagePolicy", "File");
        Defaults.object(container, "resources");
        Defaults.protocols(container.path("ports"));
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            if (container.path(probe) instanceof ObjectNode object) {
                fillProbe(object);
            }
        }
    }

    private static void fillProbe(ObjectNode probe) {
        Defaults.number(probe, "timeoutSeconds", 1);
        Defaults.number(probe, "periodSeconds", 10);
        Defaults.number(probe, "successThreshold", 1);
        Defaults.number(probe, "failureThreshold", 3);
        if (probe.path("httpGet") instanceof ObjectNode get) {
            Defaults.text(get, "path", "/");
            Defaults.text(get, "scheme", "HTTP");
        }
    }

    static void checkSpec(String at, JsonNode spec, List<Cause> causes) {
        if (spec.path("containers").isEmpty()) {
            causes.add(Cause.required(at + ".containers", ""));
        }
        JsonNode grace = spec.path("terminationGracePeriodSeconds");
        if (grace.asLong(0) < 0) {
            causes.add(Cause.invalid(
                    at + ".terminationGracePeriodSeconds", grace.asLong(0), "must be greater than or equal to 0"));
        }
        Set<String> names = new HashSet<>();
        for (String list : List.of("initContainers", "containers")) {
            int index = 0;
            for (JsonNode container : spec.path(list).values()) {
                checkContainer("%s.%s[%d]".formatted(at, list, index++), container, names, causes);
            }
        }
    }

    private static void checkContainer(String at, JsonNode container, Set<String> names, List<Cause> causes) {
        String name = Json.text(container, "name");
        if (name.isEmpty()) {
            causes.add(Cause.required(at + ".name", ""));
        } else if (!names.add(name)) {
            causes.add(Cause.duplicate(at + ".name", name));
        }
        if (Json.text(container, "image").isEmpty()) {
            causes.add(Cause.required(at + ".image", ""));
        }
        int index = 0;
        for (JsonNode port : container.path("ports").values()) {
            Ports.checkNumber("%s.ports[%d].containerPort".formatted(at, index++), port.path("containerPort"), causes);
        }
    }
}
