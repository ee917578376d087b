package dev.hawser.kubernetes;

import dev.hawser.config.GatewayConfig;
import java.util.List;

/**
 * What a snapshot of a cluster means. Two translations are equal when they mean the same.
 *
 * @param config the configuration of everything that could be taken
 * @param problems the problems of the rest, ordered by object
 */
public record Translation(GatewayConfig config, List<Problem> problems) {

    public Translation {
        problems = List.copyOf(problems);
    }
}
