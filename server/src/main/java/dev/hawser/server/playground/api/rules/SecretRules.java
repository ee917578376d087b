package dev.hawser.server.playground.api.rules;

import dev.hawser.server.playground.api.resource.Cause;
import dev.hawser.server.playground.api.resource.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Secrets. Source: Kubernetes API reference, Secret v1 core. No message carries a value. */
final class SecretRules implements KindRules {

    @Override
    public void fill(ObjectNode object, @Nullable ObjectNode previous) {
        Defaults.text(object, "type", "Opaque");
        if (object.remove("stringData") instanceof ObjectNode plain) {
            ObjectNode data = Defaults.object(object, "data");
            plain.properties()
                    .forEach(entry -> data.put(
                            entry.getKey(),
                            Base64.getEncoder()
                                    .encodeToString(
                                            entry.getValue().asString("").getBytes(StandardCharsets.UTF_8))));
        }
    }

    @Override
    public void check(ObjectNode object, @Nullable ObjectNode previous, List<Cause> causes) {
        String type = Json.text(object, "type");
        if (previous != null && !Json.text(previous, "type").equals(type)) {
            causes.add(Cause.invalid("type", type, "field is immutable"));
        }
        object.path("data").properties().forEach(entry -> {
            if (!isBase64(entry.getValue().asString(""))) {
                causes.add(new Cause(
                        "data[%s]".formatted(entry.getKey()), "FieldValueInvalid", "Invalid value: not base64"));
            }
        });
        if (type.equals("kubernetes.io/tls")) {
            for (String field : List.of("tls.crt", "tls.key")) {
                if (!object.path("data").has(field)) {
                    causes.add(Cause.required("data[%s]".formatted(field), ""));
                }
            }
        }
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
