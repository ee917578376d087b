package dev.hawser.proxy.runtime;

import dev.hawser.config.Route;
import org.jspecify.annotations.Nullable;

/**
 * A route that requests can take.
 *
 * @param config the route as configured
 * @param service where it leads; {@code null} for a route without a service, whose requests are answered with 503
 */
public record RouteRuntime(Route config, @Nullable ServiceRuntime service) {}
