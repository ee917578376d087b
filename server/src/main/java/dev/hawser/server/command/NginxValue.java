package dev.hawser.server.command;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and times as nginx writes them, whose directives some of Kong's settings are ("Configuration file measurement units"). */
final class NginxValue {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kmg]?)");
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h|d|)");

    private NginxValue() {}

    /**
     * A size in bytes.
     *
     * @throws IllegalArgumentException if it is no number with an optional k, m or g behind it
     */
    static long bytes(String setting, String text) {
        Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new IllegalArgumentException(setting + ": " + text + " (expected: a size like 8192, 8k, 10m or 1g)");
        }
        int shift = switch (size.group(2)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        return Long.parseLong(size.group(1)) << shift;
    }

    /**
     * A time; seconds without a unit.
     *
     * @throws IllegalArgumentException if it is no number above 0 with an optional unit
     */
    static Duration time(String setting, String text) {
        Matcher time = TIME.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!time.matches() || Long.parseLong(time.group(1)) == 0) {
            throw new IllegalArgumentException(
                    setting + ": " + text + " (expected: a time above 0 like 60s, 500ms, 2m, 1h or 1d)");
        }
        long count = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(Math.min(count, 365));
            default -> Duration.ofSeconds(count);
        };
    }
}
