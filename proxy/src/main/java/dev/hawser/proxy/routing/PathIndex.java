package dev.hawser.proxy.routing;

import dev.hawser.config.RoutePath;
import dev.hawser.proxy.RequestView;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules that share a host, found by path.
 *
 * <p>Prefixes are kept sorted, each with a link to the longest other one that it starts with. The greatest prefix not
 * after the path in that order has all prefixes of the path among itself and those it is linked to: what lies between
 * the longest prefix of the path and the path itself starts with that prefix too. So a look-up is one binary search and
 * a short climb. Expressions are found in the same way by the text that they start with, and only those that may match
 * are run. Immutable.
 */
final class PathIndex {

    private static final Entry[] NONE = {};

    private final SortedPrefixes prefixes;
    /** The position of the longest other prefix that the one at a position starts with; -1 when there is none. */
    private final int[] parents;

    private final Entry[][] atPrefix;
    private final Entry[] anywhere;

    private PathIndex(SortedMap<String, List<Entry>> byPrefix, List<Entry> anywhere) {
        this.prefixes = new SortedPrefixes(byPrefix.sequencedKeySet());
        this.atPrefix =
                byPrefix.values().stream().map(entries -> entries.toArray(NONE)).toArray(Entry[][]::new);
        this.parents = new int[prefixes.size()];
        for (int i = 0; i < parents.length; i++) {
            int parent = i - 1;
            while (parent >= 0 && !prefixes.at(i).startsWith(prefixes.at(parent))) {
                parent = parents[parent];
            }
            parents[i] = parent;
        }
        this.anywhere = anywhere.toArray(NONE);
    }

    /**
     * A rule under one of its hosts and one of its paths.
     *
     * @param rank the rule's place in the order of precedence, 0 first
     * @param port the port that the host asks for
     * @param path what the path asks beside the text that it starts with; {@code null} when there is no path
     */
    record Entry(
            int rank, RouteRule rule, int port, @Nullable PathCheck path) {

        boolean accepts(RequestView request, int requestPort) {
            return (port == HostPattern.Authority.NO_PORT || port == requestPort) && rule.accepts(request);
        }

        int matchedLength(String requestPath, int literal) {
            return path == null ? 0 : path.matchedLength(requestPath, literal);
        }
    }

    /** Collects rules in their order of precedence. */
    static final class Builder {

        private final TreeMap<String, List<Entry>> byPrefix = new TreeMap<>();
        private final List<Entry> anywhere = new ArrayList<>();

        void add(int rank, RouteRule rule, int port) {
            if (rule.paths().isEmpty()) {
                anywhere.add(new Entry(rank, rule, port, null));
            }
            for (RoutePath path : rule.paths()) {
                switch (path) {
                    case RoutePath.Prefix prefix -> {
                        Entry entry = new Entry(rank, rule, port, PathCheck.prefix());
                        add(prefix.text(), entry);
                        String escaped = PathNormalizer.escape(prefix.text());
                        if (!escaped.equals(prefix.text())) {
                            add(escaped, entry);
                        }
                    }
                    case RoutePath.Regex regex ->
                        add(
                                PathCheck.literalStart(regex.pattern().pattern()),
                                new Entry(rank, rule, port, PathCheck.of(regex.pattern())));
                }
            }
        }

        private void add(String prefix, Entry entry) {
            byPrefix.computeIfAbsent(prefix, key -> new ArrayList<>()).add(entry);
        }

        PathIndex build() {
            return new PathIndex(byPrefix, anywhere);
        }
    }

    /** The better of a hit and the first rule here that takes the request. */
    @Nullable
    Hit better(@Nullable Hit best, RequestView request, int port) {
        Hit found = firstOf(anywhere, 0, best, request, port);
        for (int node = longestPrefix(request.path()); node >= 0; node = parents[node]) {
            found = firstOf(atPrefix[node], prefixes.at(node).length(), found, request, port);
        }
        return found;
    }

    private static @Nullable Hit firstOf(
            Entry[] entries, int literal, @Nullable Hit best, RequestView request, int port) {
        int rank = best == null ? Integer.MAX_VALUE : best.entry().rank();
        for (Entry entry : entries) {
            if (entry.rank() >= rank) {
                break;
            }
            if (entry.accepts(request, port)) {
                int length = entry.matchedLength(request.path(), literal);
                if (length != PathCheck.MISS) {
                    return new Hit(entry, length);
                }
            }
        }
        return best;
    }

    private int longestPrefix(String path) {
        int node = prefixes.floor(path);
        while (node >= 0 && !path.startsWith(prefixes.at(node))) {
            node = parents[node];
        }
        return node;
    }

    /**
     * A rule that takes the request.
     *
     * @param matchedLength how many characters of the request's path the rule's path matched
     */
    record Hit(Entry entry, int matchedLength) {

        /** The beginning of the path that was matched; {@code null} when the rule has no path. */
        @Nullable
        String matched(String path) {
            return entry.path() == null ? null : path.substring(0, matchedLength);
        }

        /** What the rule's expression captured; {@code null} when its path is none. */
        @Nullable
        PathCaptures captures(String path) {
            PathCheck test = entry.path();
            return test == null || test.expression() == null ? null : new PathCaptures(test.expression(), path);
        }
    }
}
