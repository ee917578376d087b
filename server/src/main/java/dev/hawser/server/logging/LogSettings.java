package dev.hawser.server.logging;

/**
 * What is logged, and how.
 *
 * @param level the least level logged
 * @param format how a line looks
 */
public record LogSettings(Level level, Format format) {

    /** Text, from level info. */
    public static final LogSettings DEFAULT = new LogSettings(Level.INFO, Format.TEXT);

    /** The levels, from the most talkative. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /** How a log line looks. */
    public enum Format {
        /** One line for people. */
        TEXT,
        /** One JSON object a line. */
        JSON
    }
}
