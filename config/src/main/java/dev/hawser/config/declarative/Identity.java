package dev.hawser.config.declarative;

import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The id of an entity. */
final class Identity {

    /** Stands for an id that could not be read; its entity is not judged. */
    static final UUID UNKNOWN = new UUID(0, 0);

    private Identity() {}

    /** The id that is given, else the one derived from the name. An entity with neither is reported. */
    static UUID read(Fields fields, @Nullable String name, Function<String, UUID> derive) {
        UUID given = fields.uuid("id");
        if (given != null) {
            return given;
        }
        if (name != null) {
            return derive.apply(name);
        }
        if (!fields.has("id") && !fields.has("name")) {
            fields.place().report("required field missing (expected: id or name)");
        }
        return UNKNOWN;
    }
}
