package dev.hawser.server.playground.api.view;

import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.Meta;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The cells of a pod that take more than one field to work out. */
final class PodCells {

    private PodCells() {}

    /** How many containers are ready, of how many. */
    static String ready(ObjectNode pod, Instant now) {
        long ready = pod.path("status").path("containerStatuses").values().stream()
                .filter(container -> container.path("ready").asBoolean(false))
                .count();
        return ready + "/" + pod.path("spec").path("containers").size();
    }

    /** The phase, or what says more than the phase: why a container does not run, or that the pod is on its way out. */
    static String status(ObjectNode pod, Instant now) {
        if (new Meta(pod).isDeleting()) {
            return "Terminating";
        }
        String status = Json.text(pod, "status.reason");
        if (status.isEmpty()) {
            status = Json.text(pod, "status.phase");
        }
        for (JsonNode container : pod.path("status").path("containerStatuses").values()) {
            JsonNode state = container.path("state");
            String waiting = Json.text(state, "waiting.reason");
            String terminated = Json.text(state, "terminated.reason");
            if (!waiting.isEmpty()) {
                status = waiting;
            } else if (!terminated.isEmpty()) {
                status = terminated;
            } else if (state.has("terminated")) {
                status = "ExitCode:" + state.path("terminated").path("exitCode").asInt(0);
            }
        }
        return status.isEmpty() ? "Unknown" : status;
    }

    /** How often containers were started again, and how long ago the last time was. */
    static String restarts(ObjectNode pod, Instant now) {
        int restarts = 0;
        Instant last = Instant.MIN;
        for (JsonNode container : pod.path("status").path("containerStatuses").values()) {
            restarts += container.path("restartCount").asInt(0);
            Instant end = Meta.time(Json.text(container, "lastState.terminated.finishedAt"));
            if (end != null && end.isAfter(last)) {
                last = end;
            }
        }
        return restarts == 0 || last.equals(Instant.MIN)
                ? Integer.toString(restarts)
                : "%d (%s ago)".formatted(restarts, Age.since(last, now));
    }

    static String nominatedNode(ObjectNode pod, Instant now) {
        return Cells.orNone(Json.text(pod, "status.nominatedNodeName"));
    }

    static String readinessGates(ObjectNode pod, Instant now) {
        JsonNode gates = pod.path("spec").path("readinessGates");
        if (gates.isEmpty()) {
            return Cells.NONE;
        }
        long met = gates.values().stream()
                .filter(gate -> pod.path("status").path("conditions").values().stream()
                        .anyMatch(c -> c.path("type").equals(gate.path("conditionType"))
                                && Json.text(c, "status").equals("True")))
                .count();
        return met + "/" + gates.size();
    }
}
