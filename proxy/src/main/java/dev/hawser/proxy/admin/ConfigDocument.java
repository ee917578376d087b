package dev.hawser.proxy.admin;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.declarative.DeclarativeWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * A configuration as the document that is shown: that of the declarative format, with every private key replaced. It is
 * made once for a configuration. Immutable.
 *
 * @param hash 32 hexadecimal digits that change with the configuration; all zeros for none at all
 * @param tree the document; not to be changed
 */
record ConfigDocument(String hash, ObjectNode tree) {

    /** What Kong's ingress controller takes for a gateway that lost its configuration. */
    static final String NO_HASH = "0".repeat(32);

    static final String REDACTED = "REDACTED";

    private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                    .build())
            .build();

    static ConfigDocument of(GatewayConfig config) {
        ObjectNode tree = new DeclarativeWriter().toTree(config);
        String hash = config.isEmpty() ? NO_HASH : digest(tree.toString());
        redact(tree);
        return new ConfigDocument(hash, tree);
    }

    /** The document in YAML. */
    String yaml() {
        return YAML.writeValueAsString(tree);
    }

    private static void redact(JsonNode document) {
        for (JsonNode certificate : document.path("certificates")) {
            if (certificate instanceof ObjectNode object && object.has("key")) {
                object.put("key", REDACTED);
            }
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, NO_HASH.length() / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java platform", e);
        }
    }
}
