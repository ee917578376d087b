package dev.hawser.proxy.routing;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.hawser.config.RoutePath;
import dev.hawser.proxy.RequestView;
import java.util.ArrayList;
import java.util.Arrays;
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
 * a short climb, and allocates nothing. Immutable.
 */
final class PathIndex {

    private static final Entry[] NONE = {};

    private final String[] prefixes;
    /** The position of the longest other prefix that the one at a position starts with; -1 when there is none. */
    private final int[] parents;

    private final Entry[][] atPrefix;
    private final Entry[] expressions;
    private final Entry[] anywhere;

    private PathIndex(SortedMap<String, List<Entry>> byPrefix, List<Entry> expressions, List<Entry> anywhere) {
        this.prefixes = byPrefix.keySet().toArray(String[]::new);
        this.atPrefix =
                byPrefix.values().stream().map(entries -> entries.toArray(NONE)).toArray(Entry[][]::new);
        this.parents = new int[prefixes.length];
        for (int i = 0; i < prefixes.length; i++) {
            int parent = i - 1;
            while (parent >= 0 && !prefixes[i].startsWith(prefixes[parent])) {
                parent = parents[parent];
            }
            parents[i] = parent;
        }
        this.expressions = expressions.toArray(NONE);
        this.anywhere = anywhere.toArray(NONE);
    }

    /**
     * A rule under one of its hosts and one of its paths.
     *
     * @param rank the rule's place in the order of precedence, 0 first
     * @param port the port that the host asks for
     * @param expression {@code null} when the path is a prefix or there is none
     */
    record Entry(
            int rank, RouteRule rule, int port, @Nullable Pattern expression) {

        boolean accepts(RequestView request, int requestPort) {
            return (port == HostPattern.Authority.NO_PORT || port == requestPort) && rule.accepts(request);
        }
    }

    /** Collects rules in their order of precedence. */
    static final class Builder {

        private final TreeMap<String, List<Entry>> byPrefix = new TreeMap<>();
        private final List<Entry> expressions = new ArrayList<>();
        private final List<Entry> anywhere = new ArrayList<>();

        void add(int rank, RouteRule rule, int port) {
            if (rule.paths().isEmpty()) {
                anywhere.add(new Entry(rank, rule, port, null));
            }
            for (RoutePath path : rule.paths()) {
                switch (path) {
                    case RoutePath.Prefix prefix -> {
                        addPrefix(prefix.text(), new Entry(rank, rule, port, null));
                        String escaped = PathNormalizer.escape(prefix.text());
                        if (!escaped.equals(prefix.text())) {
                            addPrefix(escaped, new Entry(rank, rule, port, null));
                        }
                    }
                    case RoutePath.Regex regex -> expressions.add(new Entry(rank, rule, port, regex.pattern()));
                }
            }
        }

        private void addPrefix(String prefix, Entry entry) {
            byPrefix.computeIfAbsent(prefix, key -> new ArrayList<>()).add(entry);
        }

        PathIndex build() {
            return new PathIndex(byPrefix, expressions, anywhere);
        }
    }

    /** The better of a hit and the first rule here that takes the request. */
    @Nullable
    Hit better(@Nullable Hit best, RequestView request, int port) {
        String path = request.path();
        int rank = best == null ? Integer.MAX_VALUE : best.rank();
        for (Entry entry : anywhere) {
            if (entry.rank() >= rank) {
                break;
            }
            if (entry.accepts(request, port)) {
                best = new Hit(entry.rank(), entry.rule(), null);
                rank = entry.rank();
                break;
            }
        }
        for (int node = longestPrefix(path); node >= 0; node = parents[node]) {
            for (Entry entry : atPrefix[node]) {
                if (entry.rank() >= rank) {
                    break;
                }
                if (entry.accepts(request, port)) {
                    best = new Hit(entry.rank(), entry.rule(), prefixes[node]);
                    rank = entry.rank();
                    break;
                }
            }
        }
        Hit byExpression = firstExpression(rank, request, port);
        return byExpression == null ? best : byExpression;
    }

    /** The first rule before a rank whose expression matches the beginning of the path. */
    private @Nullable Hit firstExpression(int rank, RequestView request, int port) {
        for (Entry entry : expressions) {
            if (entry.rank() >= rank) {
                return null;
            }
            Pattern expression = entry.expression();
            if (expression != null && entry.accepts(request, port)) {
                Matcher matcher = expression.matcher(request.path());
                if (matcher.lookingAt()) {
                    return new Hit(entry.rank(), entry.rule(), request.path().substring(0, matcher.end()));
                }
            }
        }
        return null;
    }

    private int longestPrefix(String path) {
        int found = Arrays.binarySearch(prefixes, path);
        int node = found >= 0 ? found : -found - 2;
        while (node >= 0 && !path.startsWith(prefixes[node])) {
            node = parents[node];
        }
        return node;
    }

    /**
     * A rule that takes the request.
     *
     * @param matchedPath the beginning of the request's path that the rule's path matched; {@code null} when it has none
     */
    record Hit(int rank, RouteRule rule, @Nullable String matchedPath) {}
}
