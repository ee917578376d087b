package dev.hawser.config.declarative;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds the tree of a document of YAML 1.2 with the types of its core schema, from the parser's events: Jackson's own
 * reader of YAML takes an alias for a text.
 */
final class YamlTree {

    /** A bound on what aliases can blow a small document up to. */
    private static final int MAX_NODES = 10_000_000;

    private static final int MAX_DEPTH = 200;

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();

    private final Iterator<Event> events;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private int nodes;
    private int depth;

    private YamlTree(Iterator<Event> events) {
        this.events = events;
    }

    /** A node with an anchor, and how many nodes it consists of. */
    private record Anchored(JsonNode node, int size) {}

    static JsonNode parse(String text) throws InvalidConfigException {
        try {
            return new YamlTree(new Parse(SETTINGS).parseString(text).iterator()).document();
        } catch (MarkedYamlEngineException e) {
            // The exception's own message has a snippet of the text.
            String context = e.getContext();
            String reason = (context == null || context.isEmpty() ? "" : context + ", ") + e.getProblem();
            throw refused(reason.replace("\t", "\\t"), e.getProblemMark());
        } catch (YamlEngineException e) {
            throw refused("malformed YAML", Optional.empty());
        }
    }

    private JsonNode document() throws InvalidConfigException {
        JsonNode document = null;
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof NodeEvent node) {
                if (document != null) {
                    throw refused("more than one document (expected: one)", event.getStartMark());
                }
                document = node(node);
            }
        }
        return document == null ? JsonNodeFactory.instance.missingNode() : document;
    }

    private JsonNode node(NodeEvent event) throws InvalidConfigException {
        if (event instanceof AliasEvent alias) {
            Anchored target = anchors.get(alias.getAlias());
            if (target == null) {
                throw refused("alias of an unknown anchor", event.getStartMark());
            }
            count(target.size, event);
            return target.node;
        }
        int before = nodes;
        count(1, event);
        JsonNode node = switch (event.getEventId()) {
            case MappingStart -> object(event);
            case SequenceStart -> array(event);
            default -> scalar((ScalarEvent) event);
        };
        event.getAnchor().ifPresent(anchor -> anchors.put(anchor, new Anchored(node, nodes - before)));
        return node;
    }

    private ObjectNode object(NodeEvent start) throws InvalidConfigException {
        descend(start);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (NodeEvent key = next(); key != null; key = next()) {
            if (!(key instanceof ScalarEvent name)) {
                throw refused("a key is not a scalar (expected: the name of a field)", key.getStartMark());
            }
            if (object.has(name.getValue())) {
                throw refused("duplicate key '" + name.getValue() + "'", key.getStartMark());
            }
            NodeEvent value = next();
            object.set(name.getValue(), value == null ? JsonNodeFactory.instance.nullNode() : node(value));
        }
        depth--;
        return object;
    }

    private ArrayNode array(NodeEvent start) throws InvalidConfigException {
        descend(start);
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (NodeEvent element = next(); element != null; element = next()) {
            array.add(node(element));
        }
        depth--;
        return array;
    }

    private static JsonNode scalar(ScalarEvent event) throws InvalidConfigException {
        Optional<JsonNode> value = YamlScalars.value(event);
        if (value.isEmpty()) {
            throw refused("a value does not fit its tag", event.getStartMark());
        }
        return value.get();
    }

    /** The next node of a collection; {@code null} at its end. */
    private @Nullable NodeEvent next() {
        return events.next() instanceof NodeEvent node ? node : null;
    }

    private void descend(NodeEvent event) throws InvalidConfigException {
        if (++depth > MAX_DEPTH) {
            throw refused("nested more than " + MAX_DEPTH + " levels deep", event.getStartMark());
        }
    }

    private void count(int more, NodeEvent event) throws InvalidConfigException {
        nodes += more;
        if (nodes > MAX_NODES) {
            throw refused("more than " + MAX_NODES + " values, aliases counted in full", event.getStartMark());
        }
    }

    private static InvalidConfigException refused(String reason, Optional<Mark> at) {
        return InvalidConfigException.ofSyntax(
                at.map(Mark::getLine).orElse(0) + 1, at.map(Mark::getColumn).orElse(0) + 1, reason);
    }
}
