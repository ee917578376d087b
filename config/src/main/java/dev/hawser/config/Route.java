package dev.hawser.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a service takes: Kong's entity {@code routes}.
 *
 * <p>An empty collection sets no condition, save for {@code protocols}, where it means http and https.
 *
 * @param id the identity
 * @param name the name; {@code null} when it is known by its id only
 * @param protocols the protocols it takes
 * @param methods the request methods it takes, in upper case
 * @param hosts the hosts it takes; one {@code *} may stand as the leftmost or rightmost label
 * @param headers the header fields it asks for, each with the values it takes; a single value {@code ~*} followed by an expression matches by that
 * @param paths the paths it takes, see {@link RoutePath}
 * @param snis the server names it takes on TLS connections
 * @param regexPriority which of several matching regular expressions goes first, higher ones do; {@code null} means 0
 * @param stripPath whether the matched prefix is taken off the path sent upstream; default true, and false for gRPC, which takes nothing else
 * @param pathHandling how the paths of service and request are joined; default v0
 * @param preserveHost whether the request's Host goes upstream; default false
 * @param httpsRedirectStatusCode the answer to plain HTTP when only https is taken, 426, 301, 302, 307 or 308; default {@value #DEFAULT_HTTPS_REDIRECT_STATUS_CODE}
 * @param requestBuffering kept for compatibility; {@code null} means true
 * @param responseBuffering kept for compatibility; {@code null} means true
 * @param tags free labels
 */
public record Route(
        UUID id,
        @Nullable String name,
        List<Protocol> protocols,
        List<String> methods,
        List<String> hosts,
        Map<String, List<String>> headers,
        List<String> paths,
        List<String> snis,
        @Nullable Integer regexPriority,
        boolean stripPath,
        PathHandling pathHandling,
        boolean preserveHost,
        int httpsRedirectStatusCode,
        @Nullable Boolean requestBuffering,
        @Nullable Boolean responseBuffering,
        List<String> tags) {

    public static final int DEFAULT_HTTPS_REDIRECT_STATUS_CODE = 426;

    /** How the paths of service and request are joined. */
    public enum PathHandling {
        V0("v0"),
        V1("v1");

        private final String text;

        PathHandling(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        public static Optional<PathHandling> parse(String text) {
            for (PathHandling handling : values()) {
                if (handling.text.equals(text)) {
                    return Optional.of(handling);
                }
            }
            return Optional.empty();
        }
    }

    public Route {
        protocols = List.copyOf(protocols);
        methods = List.copyOf(methods);
        hosts = List.copyOf(hosts);
        headers = Healthchecks.copyOf(headers);
        paths = List.copyOf(paths);
        snis = List.copyOf(snis);
        tags = List.copyOf(tags);
    }

    /** Starts a route with everything else at its default. */
    public static Builder builder(UUID id) {
        return new Builder(id);
    }

    /** A copy to change. */
    public Builder toBuilder() {
        return new Builder(id)
                .name(name)
                .protocols(protocols)
                .methods(methods)
                .hosts(hosts)
                .headers(headers)
                .paths(paths)
                .snis(snis)
                .regexPriority(regexPriority)
                .stripPath(stripPath)
                .pathHandling(pathHandling)
                .preserveHost(preserveHost)
                .httpsRedirectStatusCode(httpsRedirectStatusCode)
                .requestBuffering(requestBuffering)
                .responseBuffering(responseBuffering)
                .tags(tags);
    }

    /** Collects the parts of a route; used by one thread. */
    public static final class Builder {

        private final UUID id;
        private @Nullable String name;
        private List<Protocol> protocols = List.of();
        private List<String> methods = List.of();
        private List<String> hosts = List.of();
        private Map<String, List<String>> headers = Map.of();
        private List<String> paths = List.of();
        private List<String> snis = List.of();
        private @Nullable Integer regexPriority;
        private boolean stripPath = true;
        private PathHandling pathHandling = PathHandling.V0;
        private boolean preserveHost = false;
        private int httpsRedirectStatusCode = DEFAULT_HTTPS_REDIRECT_STATUS_CODE;
        private @Nullable Boolean requestBuffering;
        private @Nullable Boolean responseBuffering;
        private List<String> tags = List.of();

        private Builder(UUID id) {
            this.id = id;
        }

        public Builder name(@Nullable String name) {
            this.name = name;
            return this;
        }

        public Builder protocols(List<Protocol> protocols) {
            this.protocols = protocols;
            return this;
        }

        public Builder methods(List<String> methods) {
            this.methods = methods;
            return this;
        }

        public Builder hosts(List<String> hosts) {
            this.hosts = hosts;
            return this;
        }

        public Builder headers(Map<String, List<String>> headers) {
            this.headers = headers;
            return this;
        }

        public Builder paths(List<String> paths) {
            this.paths = paths;
            return this;
        }

        public Builder snis(List<String> snis) {
            this.snis = snis;
            return this;
        }

        public Builder regexPriority(@Nullable Integer regexPriority) {
            this.regexPriority = regexPriority;
            return this;
        }

        public Builder stripPath(boolean stripPath) {
            this.stripPath = stripPath;
            return this;
        }

        public Builder pathHandling(PathHandling pathHandling) {
            this.pathHandling = pathHandling;
            return this;
        }

        public Builder preserveHost(boolean preserveHost) {
            this.preserveHost = preserveHost;
            return this;
        }

        public Builder httpsRedirectStatusCode(int httpsRedirectStatusCode) {
            this.httpsRedirectStatusCode = httpsRedirectStatusCode;
            return this;
        }

        public Builder requestBuffering(@Nullable Boolean requestBuffering) {
            this.requestBuffering = requestBuffering;
            return this;
        }

        public Builder responseBuffering(@Nullable Boolean responseBuffering) {
            this.responseBuffering = responseBuffering;
            return this;
        }

        public Builder tags(List<String> tags) {
            this.tags = tags;
            return this;
        }

        public Route build() {
            return new Route(
                    id,
                    name,
                    protocols,
                    methods,
                    hosts,
                    headers,
                    paths,
                    snis,
                    regexPriority,
                    stripPath,
                    pathHandling,
                    preserveHost,
                    httpsRedirectStatusCode,
                    requestBuffering,
                    responseBuffering,
                    tags);
        }
    }
}
