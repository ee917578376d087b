package dev.hawser.server.playground.api.resource;

/** The view of an object that a request reads or writes. */
public enum Subresource {
    /** The object itself. */
    NONE,
    STATUS,
    SCALE;

    /** The name in paths and discovery documents; empty for the object itself. */
    public String pathName() {
        return switch (this) {
            case NONE -> "";
            case STATUS -> "status";
            case SCALE -> "scale";
        };
    }
}
