package dev.hawser.server.command;

import dev.hawser.server.wiring.ReadyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that goes on running. */
final class RunOptions {

    @Mixin
    private LogOptions log = new LogOptions();

    @Option(
            names = "--ready-file",
            paramLabel = "FILE",
            description = "Created when the first configuration is live, with the addresses listened at, one "
                    + "name=value a line. For scripts.")
    private @Nullable Path readyFile;

    /** Sets up the log; before anything else. */
    void prepare() {
        log.apply();
    }

    /** Says that the first configuration is live. */
    void ready(Map<String, String> facts) {
        if (readyFile == null) {
            return;
        }
        try {
            ReadyFile.write(readyFile, facts);
        } catch (IOException e) {
            throw UserError.failed("--ready-file: " + readyFile + " cannot be written (" + e.getMessage() + ")");
        }
    }
}
