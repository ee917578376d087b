package dev.hawser.server.playground.api.store;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects of a collection at one moment.
 *
 * @param version the resource version of that moment: a watch from it sees every later change
 * @param items ordered by namespace and name; never written to
 */
public record Listing(long version, List<ObjectNode> items) {

    public Listing {
        items = List.copyOf(items);
    }
}
