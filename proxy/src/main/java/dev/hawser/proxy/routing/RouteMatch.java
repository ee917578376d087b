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
 * @param captures what the expression that matched captured; {@code null} when the path was no expression
 */
public record RouteMatch(
        RouteRuntime route,
        String upstreamPath,
        @Nullable String strippedPrefix,
        @Nullable PathCaptures captures) {

    /** A match without captures. */
    public RouteMatch(RouteRuntime route, String upstreamPath, @Nullable String strippedPrefix) {
        this(route, upstreamPath, strippedPrefix, null);
    }

    /**
     * What a group of the path's expression captured (Kong's {@code uri_captures}).
     *
     * @param group its number, 0 being the whole match, or its name
     * @return {@code null} when there is no such group or it captured nothing
     */
    public @Nullable String capture(String group) {
        return captures == null ? null : captures.group(group);
    }
}
