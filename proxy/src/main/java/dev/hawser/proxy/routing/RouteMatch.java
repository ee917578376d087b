package dev.hawser.proxy.routing;

import dev.hawser.proxy.runtime.RouteRuntime;
import org.jspecify.annotations.Nullable;

/**
 * The route that a request takes.
 *
 * @param route the route
 * @param upstreamPath the path that goes upstream, without the query: the service's path joined with the request's, as
 *     {@code strip_path} and {@code path_handling} ask
 * @param strippedPrefix the prefix taken off the request's path; {@code null} when none was
 */
public record RouteMatch(
        RouteRuntime route, String upstreamPath, @Nullable String strippedPrefix) {}
