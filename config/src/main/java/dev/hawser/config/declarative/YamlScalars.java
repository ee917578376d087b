package dev.hawser.config.declarative;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The values of scalars by the core schema of YAML 1.2.2, section 10.3. */
final class YamlScalars {

    private static final CoreSchema CORE = new CoreSchema();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private YamlScalars() {}

    /** The value; empty when the scalar has an explicit tag that it does not fit, or one that is not of the schema. */
    static Optional<JsonNode> value(ScalarEvent scalar) {
        String text = scalar.getValue();
        Tag implied = CORE.getScalarResolver()
                .resolve(text, scalar.getImplicit().canOmitTagInPlainScalar() && scalar.isPlain());
        Tag tag = scalar.getTag()
                .filter(given -> !given.equals("!"))
                .map(Tag::new)
                .orElse(implied);
        if (tag.equals(Tag.STR)) {
            return Optional.of(NODES.stringNode(text));
        }
        if (!tag.equals(CORE.getScalarResolver().resolve(text, true))) {
            return Optional.empty();
        }
        if (tag.equals(Tag.NULL)) {
            return Optional.of(NODES.nullNode());
        }
        if (tag.equals(Tag.BOOL)) {
            return Optional.of(NODES.booleanNode(Boolean.parseBoolean(text)));
        }
        if (tag.equals(Tag.INT)) {
            return Optional.of(integer(text));
        }
        return tag.equals(Tag.FLOAT) ? Optional.of(NODES.numberNode(real(text))) : Optional.empty();
    }

    private static JsonNode integer(String text) {
        BigInteger value = switch (text.length() < 2 ? "" : text.substring(0, 2)) {
            case "0x" -> new BigInteger(text.substring(2), 16);
            case "0o" -> new BigInteger(text.substring(2), 8);
            default -> new BigInteger(text);
        };
        return value.bitLength() < Integer.SIZE ? NODES.numberNode(value.intValue()) : NODES.numberNode(value);
    }

    private static double real(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".nan")) {
            return Double.NaN;
        }
        if (lower.endsWith(".inf")) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.parseDouble(text);
    }
}
