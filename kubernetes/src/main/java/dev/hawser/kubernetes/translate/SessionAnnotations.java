package dev.hawser.kubernetes.translate;

import dev.hawser.config.Algorithm;
import dev.hawser.config.SessionOption;
import dev.hawser.config.SessionOptions;
import dev.hawser.config.StickySessions;
import dev.hawser.config.Upstream;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Applies the annotations that set the options of sticky sessions: {@code hawser.dev/} and the name of a {@link
 * SessionOption}. They stand on a KongUpstreamPolicy or on a Service; the policy's go before the Service's. An
 * annotation that cannot be taken is a problem of its object and counts as left out.
 */
final class SessionAnnotations {

    static final String PREFIX = "hawser.dev/";

    private final Problems problems;
    /** Each option's value, and the annotations that it comes from. */
    private final Map<SessionOption, String> values = new EnumMap<>(SessionOption.class);

    private final Map<SessionOption, Annotations> origins = new EnumMap<>(SessionOption.class);

    private SessionAnnotations(Problems problems) {
        this.problems = problems;
    }

    /**
     * The upstream with the options as tags.
     *
     * @param objects whose annotations count, those that go before others first
     */
    static Upstream apply(Upstream upstream, List<HasMetadata> objects, Problems problems) {
        SessionAnnotations session = new SessionAnnotations(problems);
        objects.forEach(object -> session.read(object, upstream));
        StickySessions sticky = upstream.stickySessions();
        if (session.values.isEmpty() || sticky == null) {
            return upstream;
        }
        List<String> tags = new ArrayList<>(upstream.tags());
        tags.addAll(session.agreeing(sticky).tags());
        return upstream.toBuilder().tags(tags).build();
    }

    private void read(HasMetadata object, Upstream upstream) {
        Annotations annotations = new Annotations(object, problems);
        boolean sticky = upstream.algorithm() == Algorithm.STICKY_SESSIONS;
        for (String name : annotations.names(PREFIX)) {
            if (!isOurs(name)) {
                continue;
            }
            String value = annotations.exact(name).orElse("");
            Optional<SessionOption> option = optionOf(name);
            Optional<String> canonical = option.flatMap(known -> known.canonical(value));
            if (option.isEmpty()) {
                annotations.refuse(name, value, "one of " + names());
            } else if (!sticky) {
                annotations.refuse(name, value, "none without the algorithm sticky-sessions");
            } else if (canonical.isEmpty()) {
                annotations.refuse(name, value, option.get().expected());
            } else if (values.putIfAbsent(option.get(), canonical.get()) == null) {
                origins.put(option.get(), annotations);
            }
        }
    }

    private static boolean isOurs(String name) {
        return name.startsWith(PREFIX + "session-") || name.equals(PREFIX + SessionOption.NEW_SESSIONS.text());
    }

    private static Optional<SessionOption> optionOf(String name) {
        return Stream.of(SessionOption.values())
                .filter(option -> name.equals(PREFIX + option.text()))
                .findFirst();
    }

    private static String names() {
        return Stream.of(SessionOption.values())
                .map(option -> PREFIX + option.text())
                .collect(Collectors.joining(", "));
    }

    /** The options less those that the others rule out. */
    private SessionOptions agreeing(StickySessions sticky) {
        for (SessionOptions.Conflict conflict : new SessionOptions(values).conflicts(sticky)) {
            SessionOption option = conflict.option();
            Annotations origin = origins.get(option);
            if (origin != null) {
                origin.refuse(PREFIX + option.text(), values.getOrDefault(option, ""), conflict.expected());
            }
            values.remove(option);
        }
        return new SessionOptions(values);
    }
}
