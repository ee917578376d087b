package dev.hawser.proxy.admin;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Violation;
import dev.hawser.config.declarative.DeclarativeReader;
import dev.hawser.config.declarative.InvalidConfigException;
import dev.hawser.proxy.runtime.ActiveConfiguration;
import dev.hawser.proxy.runtime.RejectedConfigException;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * {@code POST /config}: reads a configuration and serves it. The body is the document itself, in JSON or YAML, or a JSON
 * object with the document as the text of its field {@code config}. Any thread.
 */
final class ConfigUpload {

    private final ActiveConfiguration active;
    private final NodeStatus status;

    ConfigUpload(ActiveConfiguration active, NodeStatus status) {
        this.active = active;
        this.status = status;
    }

    AdminResponse answer(AdminRequest request) {
        String text = request.body();
        if (text.isBlank()) {
            return AdminResponse.message(400, "expected a declarative configuration");
        }
        JsonNode json = MissingNode.getInstance();
        if (request.contentType().equals("application/json")) {
            try {
                json = JsonMapper.shared().readTree(text);
            } catch (JacksonException e) {
                // Its message quotes the body, which may hold keys.
                return AdminResponse.message(400, "Cannot parse JSON body");
            }
            if (json.path("config").isString()) {
                text = json.get("config").asString();
                json = MissingNode.getInstance();
            }
        }
        try {
            DeclarativeReader reader = new DeclarativeReader();
            return apply(json.isMissingNode() ? reader.read(text) : reader.read(json), request, json);
        } catch (InvalidConfigException e) {
            return rejected(e.violations(), request, json);
        }
    }

    private AdminResponse apply(GatewayConfig config, AdminRequest request, JsonNode json) {
        if (request.asks("check_hash") && config.equals(active.current().config())) {
            return AdminResponse.empty(304);
        }
        try {
            active.apply(config);
            return new AdminResponse(201, status.document().tree());
        } catch (RejectedConfigException e) {
            return rejected(e.violations(), request, json);
        }
    }

    private static AdminResponse rejected(List<Violation> violations, AdminRequest request, JsonNode json) {
        return new AdminResponse(400, new ConfigErrors(json).body(violations, request.asks("flatten_errors")));
    }
}
