package dev.hawser.server.diagnostics;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.declarative.DeclarativeWriter;
import dev.hawser.server.diagnostics.ConfigHistory.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A configuration as it is shown.
 *
 * @param hash changes with the configuration, secrets included
 * @param tree the document; not to be changed
 */
record ConfigDump(String hash, ObjectNode tree) {

    private static final int HASH_BYTES = 16;

    static ConfigDump of(GatewayConfig config, Secrets secrets) {
        ObjectNode tree = new DeclarativeWriter().toTree(config);
        String hash = digest(tree.toString());
        if (secrets == Secrets.REDACTED) {
            for (JsonNode certificate : tree.path("certificates")) {
                if (certificate instanceof ObjectNode object && object.has("key")) {
                    object.put("key", "REDACTED");
                }
            }
        }
        return new ConfigDump(hash, tree);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java platform", e);
        }
    }

    String json() {
        ObjectNode shown = JsonNodeFactory.instance.objectNode().put("hash", hash);
        shown.set("config", tree);
        return shown.toString();
    }

    /** Which entities were created, updated and deleted on the way to another configuration. */
    String diffTo(ConfigDump after) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("before", hash).put("after", after.hash());
        ArrayNode changes = report.putArray("diffs");
        SortedMap<String, JsonNode> old = entities();
        SortedMap<String, JsonNode> now = after.entities();
        now.forEach((name, entity) -> {
            JsonNode before = old.remove(name);
            if (before == null) {
                change(changes, "create", name);
            } else if (!before.equals(entity)) {
                change(changes, "update", name);
            }
        });
        old.keySet().forEach(name -> change(changes, "delete", name));
        return report.toString();
    }

    private static void change(ArrayNode changes, String action, String entity) {
        changes.addObject().put("action", action).put("entity", entity);
    }

    /** By collection and name, or id when there is no name. */
    private SortedMap<String, JsonNode> entities() {
        SortedMap<String, JsonNode> entities = new TreeMap<>();
        for (Map.Entry<String, JsonNode> collection : tree.properties()) {
            for (JsonNode entity : collection.getValue()) {
                String name = entity.path("name").asString(entity.path("id").asString(""));
                entities.put(collection.getKey() + "/" + name, entity);
            }
        }
        return entities;
    }
}
