package dev.hawser.server.push;

import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Problem;
import dev.hawser.kubernetes.translate.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads why a gateway rejected a configuration, from the body that Kong answers {@code POST /config?flatten_errors=1}
 * with: entities with their tags and what is wrong with them.
 */
final class Rejections {

    private Rejections() {}

    static PushAnswer.Rejected read(String body) {
        JsonNode answer;
        try {
            answer = JsonMapper.shared().readTree(body);
        } catch (JacksonException _) {
            answer = MissingNode.getInstance();
        }
        List<Problem> problems = new ArrayList<>();
        for (JsonNode entity : answer.path("flattened_errors")) {
            List<String> tags = new ArrayList<>();
            entity.path("entity_tags").forEach(tag -> tags.add(tag.asString("")));
            Optional<ObjectKey> object = Tags.ownerOf(tags);
            for (JsonNode error : entity.path("errors")) {
                object.map(key -> new Problem(key, Problem.Reason.REJECTED_BY_GATEWAY, message(entity, error)))
                        .ifPresent(problems::add);
            }
        }
        return new PushAnswer.Rejected(
                problems, PrivateKeys.redact(answer.path("message").asString("no reason was given")), body);
    }

    private static String message(JsonNode entity, JsonNode error) {
        String field = error.path("field").asString("");
        String where = entity.path("entity_type").asString("entity") + " "
                + entity.path("entity_name").asString("without a name") + (field.isEmpty() ? "" : ": " + field);
        JsonNode message = error.path("message");
        return where + ": " + PrivateKeys.redact(message.isString() ? message.asString() : message.toString());
    }
}
