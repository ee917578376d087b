package dev.hawser.server.playground.api.view;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * One column of a table.
 *
 * @param display whether it is always shown or in wide output only
 * @param cell gives the text or number of an object's cell
 */
record Column(String name, Display display, Cell cell) {

    enum Display {
        ALWAYS,
        WIDE
    }

    /** A function from an object, at a moment, to a {@link String} or an {@link Integer}. */
    @FunctionalInterface
    interface Cell {
        Object of(ObjectNode object, Instant now);
    }

    static Column of(String name, Cell cell) {
        return new Column(name, Display.ALWAYS, cell);
    }

    static Column wide(String name, Cell cell) {
        return new Column(name, Display.WIDE, cell);
    }
}
