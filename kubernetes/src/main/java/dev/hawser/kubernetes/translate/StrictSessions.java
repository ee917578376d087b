package dev.hawser.kubernetes.translate;

import dev.hawser.config.Algorithm;
import dev.hawser.config.SessionOption;
import dev.hawser.config.SessionOptions;
import dev.hawser.config.StickySessions;
import dev.hawser.config.Upstream;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Problem.Reason;
import dev.hawser.kubernetes.ResourceKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps strict upstreams from refusing each other's clients. An id does not tell its upstream, so where two upstreams of
 * one host tell sessions by the same cookie or header field, each takes the other's sessions for lost ones. A strict one
 * of them is not strict then, which is a problem of its Service.
 */
final class StrictSessions {

    /** Stands for the hosts of a route that has none: it takes requests for all. */
    private static final String ANY_HOST = "";

    private final Problems problems;
    /** The upstreams that keep sessions, by what tells them and by host. */
    private final Map<String, Map<String, List<Keeper>>> keepers = new HashMap<>();

    private StrictSessions(Problems problems) {
        this.problems = problems;
    }

    /** The upstreams as they can be beside each other, in their order. */
    static List<Upstream> settle(Map<ServiceDraft, Upstream> upstreams, Problems problems) {
        StrictSessions all = new StrictSessions(problems);
        upstreams.forEach(all::add);
        return upstreams.entrySet().stream()
                .map(entry -> all.settle(entry.getKey(), entry.getValue()))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** An upstream that keeps sessions. */
    private record Keeper(ServiceDraft draft, Upstream upstream, StickySessions sessions, SessionOptions options) {

        static Optional<Keeper> of(ServiceDraft draft, Upstream upstream) {
            StickySessions sessions = upstream.stickySessions();
            return upstream.algorithm() == Algorithm.STICKY_SESSIONS && sessions != null
                    ? Optional.of(new Keeper(draft, upstream, sessions, SessionOptions.of(upstream)))
                    : Optional.empty();
        }

        boolean strict() {
            return options.onLoss() == SessionOptions.OnLoss.REFUSE;
        }

        String carrier() {
            String header = options.header();
            return header == null ? "cookie " + sessions.cookie() : "header field " + header.toLowerCase(Locale.ROOT);
        }

        List<String> hosts() {
            return draft.routes().stream()
                    .flatMap(route -> route.hosts().isEmpty() ? Stream.of(ANY_HOST) : route.hosts().stream())
                    .distinct()
                    .toList();
        }

        /** Whether clients send what tells the sessions of the one to the other too. */
        boolean meets(Keeper other) {
            return !upstream.name().equals(other.upstream.name())
                    && (options.header() != null
                            || path().startsWith(other.path())
                            || other.path().startsWith(path()));
        }

        private String path() {
            return Objects.requireNonNullElse(sessions.cookiePath(), StickySessions.DEFAULT_COOKIE_PATH);
        }

        ObjectKey service() {
            return ResourceKind.SERVICE.key(
                    draft.backend().namespace(), draft.backend().service());
        }
    }

    private void add(ServiceDraft draft, Upstream upstream) {
        Keeper.of(draft, upstream).ifPresent(keeper -> {
            Map<String, List<Keeper>> byHost = keepers.computeIfAbsent(keeper.carrier(), carrier -> new HashMap<>());
            keeper.hosts()
                    .forEach(host -> byHost.computeIfAbsent(host, key -> new ArrayList<>())
                            .add(keeper));
        });
    }

    private Upstream settle(ServiceDraft draft, Upstream upstream) {
        return Keeper.of(draft, upstream)
                .filter(Keeper::strict)
                .flatMap(keeper -> rivalOf(keeper).map(rival -> relaxed(keeper, rival)))
                .orElse(upstream);
    }

    private Optional<Keeper> rivalOf(Keeper keeper) {
        Map<String, List<Keeper>> byHost = keepers.getOrDefault(keeper.carrier(), Map.of());
        List<String> hosts = keeper.hosts();
        Stream<Keeper> near = hosts.contains(ANY_HOST)
                ? byHost.values().stream().flatMap(List::stream)
                : Stream.concat(hosts.stream(), Stream.of(ANY_HOST))
                        .flatMap(host -> byHost.getOrDefault(host, List.of()).stream());
        return near.filter(keeper::meets).findFirst();
    }

    private Upstream relaxed(Keeper keeper, Keeper rival) {
        problems.add(
                keeper.service(),
                Reason.INVALID_ANNOTATION,
                SessionAnnotations.PREFIX + SessionOption.STRICT.text()
                        + ": 'true' (expected: none, or sessions told by a "
                        + "cookie or header field of their own; Service "
                        + rival.service().namespace() + "/"
                        + rival.service().name() + " has the " + keeper.carrier() + " too)");
        String strict = SessionOption.STRICT.tag("true");
        return keeper.upstream().toBuilder()
                .tags(keeper.upstream().tags().stream()
                        .filter(tag -> !tag.equals(strict))
                        .toList())
                .build();
    }
}
