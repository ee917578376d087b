package dev.hawser.server.playground.api.protobuf;

import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns objects from their protobuf form into trees.
 *
 * <p>Source of the envelope: Kubernetes' "API Concepts", section "Kubernetes Protobuf encoding".
 */
public final class ProtobufObjects {

    /** The media type of the encoding. */
    public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final String FILE = "/dev/hawser/server/playground/api/protobuf-messages.txt";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Map<String, Map<Integer, MessageField>> messages;

    private ProtobufObjects(Map<String, Map<Integer, MessageField>> messages) {
        this.messages = messages;
    }

    /** Reads the table of messages that is part of the program. */
    public static ProtobufObjects load() {
        Map<String, Map<Integer, MessageField>> messages = new HashMap<>();
        for (String line : readTable().split("\n", -1)) {
            int colon = line.indexOf(':');
            if (line.startsWith("#") || colon < 0) {
                continue;
            }
            Map<Integer, MessageField> fields = new HashMap<>();
            for (String field : line.substring(colon + 1).split(";", -1)) {
                if (!field.isBlank()) {
                    MessageField parsed = MessageField.parse(field);
                    fields.put(parsed.number(), parsed);
                }
            }
            messages.put(line.substring(0, colon), fields);
        }
        return new ProtobufObjects(messages);
    }

    /**
     * The tree of an object.
     *
     * @param body the whole body of a request
     * @throws ApiFailure 415 when the object is of a kind, or has a field, that cannot be read in this encoding; 400 when
     *     the bytes are malformed
     */
    public ObjectNode read(byte[] body) {
        if (body.length < MAGIC.length || !ByteBuffer.wrap(MAGIC).equals(ByteBuffer.wrap(body, 0, MAGIC.length))) {
            throw ApiFailure.badRequest(
                    "the body of the request does not begin with the protobuf envelope's magic number");
        }
        try {
            return envelope(new WireReader(ByteBuffer.wrap(body).slice(MAGIC.length, body.length - MAGIC.length)));
        } catch (IllegalArgumentException e) {
            throw ApiFailure.badRequest("the body of the request could not be read: " + e.getMessage());
        }
    }

    /** The message {@code runtime.Unknown}: the type in field 1, the object in field 2. */
    private ObjectNode envelope(WireReader reader) {
        String apiVersion = "";
        String kind = "";
        ByteBuffer raw = ByteBuffer.allocate(0);
        while (reader.next()) {
            if (reader.number() == 1) {
                WireReader type = new WireReader(reader.bytes());
                while (type.next()) {
                    switch (type.number()) {
                        case 1 -> apiVersion = type.text();
                        case 2 -> kind = type.text();
                        default -> type.skip();
                    }
                }
            } else if (reader.number() == 2) {
                raw = reader.bytes();
            } else {
                reader.skip();
            }
        }
        ObjectNode object = message(kind, new WireReader(raw));
        return object.put("apiVersion", apiVersion).put("kind", kind);
    }

    private ObjectNode message(String type, WireReader reader) {
        Map<Integer, MessageField> fields = messages.get(type);
        if (fields == null) {
            throw unreadable("a " + type);
        }
        ObjectNode object = Json.object();
        while (reader.next()) {
            MessageField field = fields.get(reader.number());
            if (field == null) {
                throw unreadable("field %d of a %s".formatted(reader.number(), type));
            }
            if (field.type().equals("skip")) {
                reader.skip();
            } else {
                add(object, field, reader);
            }
        }
        return object;
    }

    private void add(ObjectNode object, MessageField field, WireReader reader) {
        switch (field.shape()) {
            case MAP -> addEntry(object.withObjectProperty(field.name()), field, new WireReader(reader.bytes()));
            case LIST -> {
                ArrayNode list = object.withArrayProperty(field.name());
                list.add(value(field, reader));
            }
            case SET -> object.set(field.name(), value(field, reader));
            case ONE -> {
                JsonNode value = value(field, reader);
                if (field.name().equals(MessageField.INLINE)) {
                    object.setAll(Json.asObject(value));
                } else if (!isEmpty(value)) {
                    object.set(field.name(), value);
                }
            }
        }
    }

    private void addEntry(ObjectNode map, MessageField field, WireReader entry) {
        String key = "";
        JsonNode value = NODES.stringNode("");
        while (entry.next()) {
            if (entry.number() == 1) {
                key = entry.text();
            } else {
                value = value(field, entry);
            }
        }
        map.set(key, value);
    }

    private JsonNode value(MessageField field, WireReader reader) {
        return switch (field.type()) {
            case "string" -> NODES.stringNode(reader.text());
            case "bytes" -> NODES.stringNode(base64(reader.bytes()));
            case "bool" -> NODES.booleanNode(reader.varint() != 0);
            case "int" -> number(reader.varint());
            case "IntOrString" -> intOrString(new WireReader(reader.bytes()));
            default -> message(field.type(), new WireReader(reader.bytes()));
        };
    }

    private static JsonNode intOrString(WireReader reader) {
        boolean isText = false;
        JsonNode number = number(0);
        JsonNode text = NODES.stringNode("");
        while (reader.next()) {
            switch (reader.number()) {
                case 1 -> isText = reader.varint() == 1;
                case 2 -> number = number(reader.varint());
                case 3 -> text = NODES.stringNode(reader.text());
                default -> reader.skip();
            }
        }
        return isText ? text : number;
    }

    /** As JSON is read: in the smallest type that holds the number, since equal numbers of two types are unequal. */
    private static JsonNode number(long value) {
        return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    private static String base64(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1
                .decode(Base64.getEncoder().encode(bytes))
                .toString();
    }

    /** Whether a value is what the encoding writes for a field that was not set. */
    private static boolean isEmpty(JsonNode value) {
        return (value.isString() && value.asString("").isEmpty())
                || (value.isNumber() && value.asLong(0) == 0)
                || (value.isBoolean() && !value.asBoolean(false))
                || (value.isContainer() && value.isEmpty());
    }

    private static ApiFailure unreadable(String what) {
        return ApiFailure.unsupportedMediaType(
                "application/json, application/yaml (%s is not read in protobuf; write a".formatted(what)
                        + " manifest and use kubectl apply -f)");
    }

    private static String readTable() {
        try (InputStream in = ProtobufObjects.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + ": not on the class path (expected: part of the program)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
