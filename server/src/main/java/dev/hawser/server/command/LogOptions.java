package dev.hawser.server.command;

import dev.hawser.server.logging.LogSettings;
import dev.hawser.server.logging.LogSettings.Format;
import dev.hawser.server.logging.LogSettings.Level;
import dev.hawser.server.logging.Logging;
import picocli.CommandLine.Option;

/** The options of the log. */
final class LogOptions {

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "info",
            description = {
                "Least level logged: trace, debug, info, warn or error.",
                "Default: info. Variable: CONTROLLER_LOG_LEVEL."
            })
    private Level level = Level.INFO;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = {"text for people, json for machines.", "Default: text. Variable: CONTROLLER_LOG_FORMAT."})
    private Format format = Format.TEXT;

    void apply() {
        Logging.apply(new LogSettings(level, format));
    }
}
