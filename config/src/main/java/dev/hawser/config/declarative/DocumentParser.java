package dev.hawser.config.declarative;

import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Text to tree: one document of JSON or YAML. Repeated keys are refused. A syntax error names line and column, and
 * nothing of the text, which may hold private keys.
 */
final class DocumentParser {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private DocumentParser() {}

    /** The document's tree. What an alias names occurs in it several times, so it must not be changed. */
    static JsonNode parse(String text) throws InvalidConfigException {
        String document = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (!document.stripLeading().startsWith("{")) {
            return YamlTree.parse(document);
        }
        try {
            return JSON.readTree(document);
        } catch (JacksonException e) {
            // A mapping of YAML may begin with a brace as well.
            try {
                return YamlTree.parse(document);
            } catch (InvalidConfigException yaml) {
                throw refused(e);
            }
        }
    }

    private static InvalidConfigException refused(JacksonException e) {
        String message =
                String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("malformed JSON");
        String reason = message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
        if (message.startsWith("Unrecognized token")) {
            reason = "unrecognized token"; // which the parser's own message quotes
        } else if (message.startsWith("Unexpected end-of-input")) {
            reason = "unexpected end of the document";
        }
        TokenStreamLocation at = e.getLocation() == null ? TokenStreamLocation.NA : e.getLocation();
        return InvalidConfigException.ofSyntax(Math.max(at.getLineNr(), 1), Math.max(at.getColumnNr(), 1), reason);
    }
}
