package dev.hawser.server.playground.api.rules;

import dev.hawser.server.playground.api.resource.Cause;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The range of port numbers. */
final class Ports {

    private static final int MAX = 65535;

    private Ports() {}

    static void checkNumber(String at, JsonNode port, List<Cause> causes) {
        if (port.isMissingNode()) {
            causes.add(Cause.required(at, ""));
        } else if (!port.isIntegralNumber() || port.asLong(0) < 1 || port.asLong(0) > MAX) {
            causes.add(Cause.invalid(at, port.asString(port.toString()), "must be between 1 and 65535, inclusive"));
        }
    }
}
