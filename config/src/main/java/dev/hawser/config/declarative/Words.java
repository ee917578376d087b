package dev.hawser.config.declarative;

import dev.hawser.config.Algorithm;
import dev.hawser.config.Healthchecks;
import dev.hawser.config.Protocol;
import dev.hawser.config.Route;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The words that a field takes, in the order in which messages list them. */
final class Words {

    static final List<String> PROTOCOLS = of(Protocol.values(), Protocol::text);
    static final List<String> ALGORITHMS = of(Algorithm.values(), Algorithm::text);
    static final List<String> PATH_HANDLINGS = of(Route.PathHandling.values(), Route.PathHandling::text);
    static final List<String> CHECK_TYPES = of(Healthchecks.Type.values(), Healthchecks.Type::text);
    static final List<String> HASH_INPUTS =
            List.of("none", "consumer", "ip", "header", "cookie", "path", "query_arg", "uri_capture");

    private Words() {}

    private static <T> List<String> of(T[] values, Function<T, String> text) {
        return Arrays.stream(values).map(text).toList();
    }
}
