package dev.hawser.proxy.routing;

import dev.hawser.config.Route.PathHandling;
import org.jspecify.annotations.Nullable;

/**
 * Joins the path of a service with the one of a request: Kong's {@code strip_path} and {@code path_handling}.
 *
 * <p>What is left of the request's path is called the rest: all of it, or when a prefix is stripped, what follows the
 * prefix. {@code v0} takes both sides as paths and puts exactly one slash between them; {@code v1} appends the
 * one to the other without a slash of its own. Pure; any thread.
 */
final class UpstreamPath {

    private UpstreamPath() {}

    /**
     * The path that goes upstream.
     *
     * @param servicePath the service's path; {@code null} means {@code "/"}
     * @param requestPath the normalized path of the request
     * @param strippedPrefix the beginning of the request's path that is taken off; {@code null} when nothing is
     */
    static String join(
            @Nullable String servicePath, String requestPath, @Nullable String strippedPrefix, PathHandling handling) {
        String base = servicePath == null || servicePath.isEmpty() ? "/" : servicePath;
        if (strippedPrefix == null) {
            return handling == PathHandling.V0 ? joinWhole(base, requestPath) : base + requestPath.substring(1);
        }
        String rest = withoutLeadingDots(requestPath.substring(strippedPrefix.length()));
        return handling == PathHandling.V0 ? joinRest(base, rest, requestPath) : concat(base, rest);
    }

    private static String joinWhole(String base, String requestPath) {
        if (base.equals("/")) {
            return requestPath;
        }
        if (base.endsWith("/")) {
            return base + requestPath.substring(1);
        }
        return requestPath.equals("/") ? base : base + requestPath;
    }

    private static String joinRest(String base, String rest, String requestPath) {
        if (!rest.isEmpty()) {
            boolean slashed = base.endsWith("/") || rest.startsWith("/");
            return slashed ? concat(base, rest) : base + "/" + rest;
        }
        // The path goes on ending with a slash if and only if the request's did; but the root alone adds none.
        if (base.endsWith("/")) {
            return base.equals("/") || requestPath.endsWith("/") ? base : base.substring(0, base.length() - 1);
        }
        return requestPath.length() > 1 && requestPath.endsWith("/") ? base + "/" : base;
    }

    private static String concat(String base, String rest) {
        return base.endsWith("/") && rest.startsWith("/") ? base + rest.substring(1) : base + rest;
    }

    /** Takes off a dot segment that only came to be because the prefix before it ended inside a segment. */
    private static String withoutLeadingDots(String rest) {
        int dots = rest.startsWith("..") ? 2 : rest.startsWith(".") ? 1 : 0;
        if (dots == 0) {
            return rest;
        }
        if (rest.length() == dots) {
            return "";
        }
        return rest.charAt(dots) == '/' ? rest.substring(dots + 1) : rest;
    }
}
