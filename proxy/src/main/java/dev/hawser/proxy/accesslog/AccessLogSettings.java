package dev.hawser.proxy.accesslog;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where accesses are logged, and how; fixed at start. Written as Kong writes {@code proxy_access_log}: {@code off}, or a path
 * and the name of a format.
 */
public record AccessLogSettings(Destination destination, AccessLogFormat format) {

    /** Nothing is logged. */
    public static final AccessLogSettings OFF = new AccessLogSettings(new Destination.Nowhere(), AccessLogFormat.KONG);

    /** Where lines go. */
    public sealed interface Destination {

        /** They are not even made. */
        record Nowhere() implements Destination {}

        /** The standard output of the process, {@code /dev/stdout}; opened by no path, so that it may be a socket. */
        record StandardOutput() implements Destination {}

        /** The standard error of the process, {@code /dev/stderr}. */
        record StandardError() implements Destination {}

        /** A file that lines are appended to; made when it is not there. */
        record LogFile(Path path) implements Destination {}
    }

    /**
     * Reads a setting.
     *
     * @param setting its name, for the error
     * @throws IllegalArgumentException if it cannot be read
     */
    public static AccessLogSettings parse(String setting, String text) {
        String[] words = text.strip().split("\\s+", -1);
        if (words.length > 2 || words[0].isEmpty()) {
            throw unexpected(setting, text);
        }
        if (words[0].equals("off")) {
            if (words.length > 1) {
                throw unexpected(setting, text);
            }
            return OFF;
        }
        AccessLogFormat format = words.length == 1
                ? AccessLogFormat.KONG
                : AccessLogFormat.named(words[1]).orElseThrow(() -> unexpected(setting, text));
        try {
            return new AccessLogSettings(destination(words[0]), format);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(unexpected(setting, text).getMessage(), e);
        }
    }

    private static Destination destination(String path) {
        return switch (path) {
            case "/dev/stdout" -> new Destination.StandardOutput();
            case "/dev/stderr" -> new Destination.StandardError();
            default -> new Destination.LogFile(Path.of(path));
        };
    }

    private static IllegalArgumentException unexpected(String setting, String text) {
        return new IllegalArgumentException(
                setting + ": " + text + " (expected: off, or a path, and behind it " + AccessLogFormat.names() + ")");
    }
}
