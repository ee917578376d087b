package dev.hawser.server.playground.api.view;

import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.ResourceKind;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects as {@code meta.k8s.io/v1 Table}, which is what {@code kubectl get} prints.
 *
 * <p>Source: Kubernetes' "API Concepts", section "Receiving resources as Tables".
 */
public final class Tables {

    /** What of an object goes with its row: the {@code includeObject} parameter. */
    public enum IncludedObject {
        NONE,
        METADATA,
        WHOLE;

        /**
         * Reads the parameter's value.
         *
         * @param text empty for the default, {@code Metadata}
         */
        public static IncludedObject parse(String text) {
            return switch (text) {
                case "None" -> NONE;
                case "Object" -> WHOLE;
                default -> METADATA;
            };
        }
    }

    /** Whether a table says what its columns are. On a watch only the first one needs to. */
    public enum Header {
        SHOWN,
        LEFT_OUT
    }

    private Tables() {}

    /**
     * The table of some objects of a kind.
     *
     * @param objects in the form the kind serves
     * @param resourceVersion of the list, or of the one object
     * @param now the moment from which ages are counted
     */
    public static ObjectNode of(
            ResourceKind kind,
            List<ObjectNode> objects,
            String resourceVersion,
            IncludedObject included,
            Header header,
            Instant now) {
        List<Column> columns = Columns.of(kind);
        ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.putObject("metadata").put("resourceVersion", resourceVersion);
        ArrayNode definitions = table.putArray("columnDefinitions");
        if (header == Header.SHOWN) {
            columns.forEach(column -> definitions.add(definition(column)));
        }
        ArrayNode rows = table.putArray("rows");
        for (ObjectNode object : objects) {
            ObjectNode row = rows.addObject();
            ArrayNode cells = row.putArray("cells");
            for (Column column : columns) {
                if (column.cell().of(object, now) instanceof Integer number) {
                    cells.add(number);
                } else {
                    cells.add(column.cell().of(object, now).toString());
                }
            }
            include(row, object, included);
        }
        return table;
    }

    private static void include(ObjectNode row, ObjectNode object, IncludedObject included) {
        switch (included) {
            case NONE -> {}
            case WHOLE -> row.set("object", object);
            case METADATA -> {
                ObjectNode partial = row.putObject("object");
                partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
                partial.set("metadata", object.path("metadata"));
            }
        }
    }

    private static ObjectNode definition(Column column) {
        return Json.object()
                .put("name", column.name())
                .put("type", "string")
                .put("format", column.name().equals("Name") ? "name" : "")
                .put("description", "")
                .put("priority", column.display() == Column.Display.ALWAYS ? 0 : 1);
    }
}
