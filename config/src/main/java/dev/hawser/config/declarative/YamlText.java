package dev.hawser.config.declarative;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Prints a tree as YAML in block style, so that readers of YAML 1.1 and 1.2 alike read the same tree: a text is plain
 * when none of them takes it for another type, a literal block when it has several lines, and else in the double quotes
 * of JSON. Used by one thread.
 */
final class YamlText {

    private static final Pattern WORD = Pattern.compile("(~?/|[A-Za-z_])[ -~]*");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern IPV4_AND_PORT = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}:\\d{1,5}");
    private static final Pattern HOST = Pattern.compile("[0-9a-z.-]+\\.[a-z]{2,}");
    private static final Pattern PRINTABLE = Pattern.compile("[ -~\n]+");

    private static final Set<String> OTHER_TYPES =
            Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final StringBuilder out = new StringBuilder();

    private YamlText() {}

    /** The document; ends with a line feed. */
    static String of(ObjectNode document) {
        YamlText text = new YamlText();
        text.fields(document, 0);
        return text.out.toString();
    }

    /** Prints the fields of an object. The indentation of the first is in place already. */
    private void fields(ObjectNode object, int indent) {
        boolean first = true;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!first) {
                indent(indent);
            }
            first = false;
            out.append(isPlain(field.getKey()) ? field.getKey() : quoted(field.getKey()))
                    .append(':');
            value(field.getValue(), indent);
        }
    }

    /** Prints the value of a field, up to the end of its last line. */
    private void value(JsonNode value, int indent) {
        if (value.isEmpty() || value.isValueNode()) {
            out.append(' ');
            scalar(value, indent + 2);
        } else if (value instanceof ObjectNode object) {
            out.append('\n');
            indent(indent + 2);
            fields(object, indent + 2);
        } else if (value instanceof ArrayNode array) {
            out.append('\n');
            elements(array, indent);
        }
    }

    private void elements(ArrayNode array, int indent) {
        for (JsonNode element : array.values()) {
            indent(indent);
            out.append("- ");
            if (element instanceof ObjectNode object && !object.isEmpty()) {
                fields(object, indent + 2);
            } else {
                scalar(element, indent + 2);
            }
        }
    }

    private void scalar(JsonNode value, int indent) {
        if (!value.isString()) {
            out.append(JSON.writeValueAsString(value)).append('\n');
            return;
        }
        String text = value.stringValue();
        if (isLiteral(text)) {
            literal(text, indent);
        } else {
            out.append(isPlain(text) ? text : quoted(text)).append('\n');
        }
    }

    /** Its first line begins with no space, since it sets the indentation, and at most one line feed ends it. */
    private static boolean isLiteral(String text) {
        return text.indexOf('\n') > 0
                && PRINTABLE.matcher(text).matches()
                && !text.startsWith(" ")
                && !text.endsWith(" ")
                && !text.endsWith("\n\n")
                && !text.contains(" \n");
    }

    private void literal(String text, int indent) {
        out.append(text.endsWith("\n") ? "|\n" : "|-\n");
        text.lines().forEach(line -> {
            if (!line.isEmpty()) {
                indent(indent);
                out.append(line);
            }
            out.append('\n');
        });
    }

    private void indent(int spaces) {
        out.repeat(' ', spaces);
    }

    private static String quoted(String text) {
        return JSON.writeValueAsString(text);
    }

    /** Whether a text can do without quotes. */
    static boolean isPlain(String text) {
        if (UUID.matcher(text).matches()
                || IPV4_AND_PORT.matcher(text).matches()
                || (HOST.matcher(text).matches() && Character.isDigit(text.charAt(0)))) {
            return true;
        }
        return WORD.matcher(text).matches()
                && !text.contains(": ")
                && !text.endsWith(":")
                && !text.endsWith(" ")
                && !text.contains(" #")
                && !OTHER_TYPES.contains(text.toLowerCase(Locale.ROOT));
    }
}
