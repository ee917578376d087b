package dev.hawser.config.validation;

import dev.hawser.config.Algorithm;
import dev.hawser.config.SessionOption;
import dev.hawser.config.SessionOptions;
import dev.hawser.config.StickySessions;
import dev.hawser.config.Upstream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the tags of an upstream that carry {@link SessionOption}s must fulfil. */
final class SessionRules {

    private SessionRules() {}

    static void check(Upstream upstream, Place at) {
        Map<SessionOption, Place> places = new EnumMap<>(SessionOption.class);
        List<String> tags = upstream.tags();
        for (int i = 0; i < tags.size(); i++) {
            if (SessionOption.claims(tags.get(i))) {
                check(tags.get(i), upstream.algorithm(), at.field("tags").item(i), places);
            }
        }
        StickySessions sessions = upstream.stickySessions();
        if (sessions != null && !places.isEmpty()) {
            for (SessionOptions.Conflict conflict : SessionOptions.of(upstream).conflicts(sessions)) {
                Place place = places.get(conflict.option());
                if (place != null) {
                    place.report(message(conflict.option(), conflict.value(), conflict.expected()));
                }
            }
        }
    }

    private static void check(String tag, Algorithm algorithm, Place at, Map<SessionOption, Place> places) {
        Optional<SessionOption> found = SessionOption.of(tag);
        if (found.isEmpty()) {
            at.report("unknown option '" + tag + "' (expected one of: " + SessionOption.tagNames()
                    + ", each with : and a value)");
            return;
        }
        SessionOption option = found.get();
        String value = SessionOption.valueIn(tag);
        if (algorithm != Algorithm.STICKY_SESSIONS) {
            at.report(message(option, value, "none when 'algorithm' is '" + algorithm.text() + "'"));
        } else if (option.canonical(value).isEmpty()) {
            at.report(message(option, value, option.expected()));
        } else if (places.putIfAbsent(option, at) != null) {
            at.report(message(option, value, "once"));
        }
    }

    private static String message(SessionOption option, String value, String expected) {
        return option.text() + ": '" + value + "' (expected: " + expected + ")";
    }
}
