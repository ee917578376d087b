package dev.hawser.server.playground.api.rules;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sets fields that are not there. */
final class Defaults {

    private Defaults() {}

    static void text(ObjectNode object, String field, String value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }

    static void number(ObjectNode object, String field, int value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }

    /** The object in a field, made when it is not there. */
    static ObjectNode object(ObjectNode parent, String field) {
        return parent.path(field) instanceof ObjectNode present ? present : parent.putObject(field);
    }

    /** Gives every element of a list of ports its protocol. */
    static void protocols(JsonNode ports) {
        for (JsonNode port : ports.values()) {
            if (port instanceof ObjectNode object) {
                text(object, "protocol", "TCP");
            }
        }
    }
}
