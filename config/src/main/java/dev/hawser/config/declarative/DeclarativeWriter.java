package dev.hawser.config.declarative;

import dev.hawser.config.GatewayConfig;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Prints a configuration as deck does: keys in alphabetical order, everything nested in what it belongs to, absent
 * fields left out, durations in milliseconds. Lists keep the order they are given in. What is printed holds the private
 * keys of certificates.
 */
public final class DeclarativeWriter {

    private static final ObjectWriter JSON = JsonMapper.builder()
            .build()
            .writer()
            .with(new DefaultPrettyPrinter()
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    /** The document as a tree of its own. */
    public ObjectNode toTree(GatewayConfig config) {
        return EntityTrees.document(config);
    }

    /** The document in YAML, block style; ends with a line feed. */
    public String toYaml(GatewayConfig config) {
        return YamlText.of(toTree(config));
    }

    /** The document in JSON, indented; ends with a line feed. */
    public String toJson(GatewayConfig config) {
        return JSON.writeValueAsString(toTree(config)) + "\n";
    }
}
