package dev.hawser.kubernetes.manifest;

import dev.hawser.kubernetes.manifest.YamlNode.Mapping;
import dev.hawser.kubernetes.manifest.YamlNode.Scalar;
import dev.hawser.kubernetes.manifest.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Parses the text of one document (YAML 1.2, core schema, of which JSON is a part) into nodes that know their lines. */
final class YamlDocument {

    /** Aliases can make a short text stand for a huge document. */
    private static final int MAX_NODES = 1_000_000;

    private static final int MAX_DEPTH = 100;

    private static final Pattern INDENT = Pattern.compile("(?m)^[ \\t]+");

    private final int firstLine;
    private int nodes;

    private YamlDocument(int firstLine) {
        this.firstLine = firstLine;
    }

    /** Text that is no YAML, and where. */
    static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1;

        private final int line;

        MalformedException(int line, String message) {
            super(message);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    /**
     * Parses a document.
     *
     * @param firstLine the line of its source that it begins at
     * @return the root; empty when the document is
     */
    static Optional<YamlNode> parse(String text, int firstLine) throws MalformedException {
        YamlDocument document = new YamlDocument(firstLine);
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setUseMarks(true)
                .build();
        Optional<Node> root;
        try {
            root = new Compose(settings).composeString(withoutTabs(text));
        } catch (MarkedYamlEngineException e) {
            throw new MalformedException(
                    e.getProblemMark().map(document::line).orElse(firstLine),
                    "malformed YAML: " + (e.getProblem() == null ? "unreadable" : e.getProblem()));
        } catch (YamlEngineException e) {
            throw new MalformedException(firstLine, "malformed YAML: " + e.getMessage());
        }
        return root.isEmpty() ? Optional.empty() : Optional.of(document.convert(root.get(), 0));
    }

    /** JSON may be indented by tabs, which YAML takes between its tokens only. */
    private static String withoutTabs(String text) {
        boolean flow =
                text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[");
        return flow ? INDENT.matcher(text).replaceAll(indent -> indent.group().replace('\t', ' ')) : text;
    }

    private int line(Mark mark) {
        return firstLine + mark.getLine();
    }

    private int line(Node node) {
        return node.getStartMark().map(this::line).orElse(firstLine);
    }

    private YamlNode convert(Node node, int depth) throws MalformedException {
        if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
            throw new MalformedException(
                    line(node),
                    "document: too large (expected: at most " + MAX_NODES + " nodes, " + MAX_DEPTH + " deep)");
        }
        return switch (node) {
            case ScalarNode scalar -> new Scalar(line(node), value(scalar));
            case SequenceNode sequence -> {
                List<YamlNode> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    items.add(convert(item, depth + 1));
                }
                yield new Sequence(line(node), items);
            }
            case MappingNode mapping -> mapping(mapping, depth);
            default -> throw new MalformedException(line(node), "malformed YAML: unresolved alias");
        };
    }

    private YamlNode mapping(MappingNode mapping, int depth) throws MalformedException {
        Map<String, YamlNode> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new MalformedException(line(tuple.getKeyNode()), "malformed YAML: a key is no text");
            }
            if (fields.put(key.getValue(), convert(tuple.getValueNode(), depth + 1)) != null) {
                throw new MalformedException(line(key), "key \"" + key.getValue() + "\" already set in map");
            }
        }
        return new Mapping(line(mapping), fields);
    }

    private @Nullable Object value(ScalarNode scalar) throws MalformedException {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        try {
            if (tag.equals(Tag.NULL)) {
                return null;
            } else if (tag.equals(Tag.BOOL)) {
                return Boolean.valueOf(text);
            } else if (tag.equals(Tag.INT)) {
                return text.startsWith("0o") ? Long.parseLong(text.substring(2), 8) : Long.decode(decimal(text));
            } else if (tag.equals(Tag.FLOAT)) {
                return Double.valueOf(text);
            }
            return text;
        } catch (NumberFormatException e) {
            throw new MalformedException(line(scalar), "malformed number: " + text);
        }
    }

    /** Leading zeros would make it octal, which they do not in YAML 1.2. */
    private static String decimal(String text) {
        return text.startsWith("0x") ? text : text.replaceFirst("^([-+]?)0+(?=[0-9])", "$1");
    }
}
