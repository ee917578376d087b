package dev.hawser.server.playground.api.view;

import dev.hawser.server.playground.api.resource.Meta;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How long ago something was, in the few letters that kubectl prints: {@code 45s}, {@code 5m30s}, {@code 2d4h}. */
final class Age {

    static final String UNKNOWN = "<unknown>";

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long YEAR = 365 * DAY;

    private Age() {}

    static String of(ObjectNode object, Instant now) {
        return since(new Meta(object).created(), now);
    }

    static String since(@Nullable Instant time, Instant now) {
        return time == null ? UNKNOWN : text(Duration.between(time, now).toSeconds());
    }

    // The steps are those of apimachinery's duration.HumanDuration.
    private static String text(long seconds) {
        if (seconds < 2 * MINUTE) {
            return Math.max(0, seconds) + "s";
        } else if (seconds < 10 * MINUTE) {
            return two(seconds, MINUTE, "m", 1, "s");
        } else if (seconds < 3 * HOUR) {
            return seconds / MINUTE + "m";
        } else if (seconds < 8 * HOUR) {
            return two(seconds, HOUR, "h", MINUTE, "m");
        } else if (seconds < 2 * DAY) {
            return seconds / HOUR + "h";
        } else if (seconds < 8 * DAY) {
            return two(seconds, DAY, "d", HOUR, "h");
        } else if (seconds < 2 * YEAR) {
            return seconds / DAY + "d";
        }
        return two(seconds, YEAR, "y", DAY, "d");
    }

    private static String two(long seconds, long big, String bigUnit, long small, String smallUnit) {
        long rest = seconds % big / small;
        return seconds / big + bigUnit + (rest == 0 ? "" : rest + smallUnit);
    }
}
