package dev.hawser.server.diagnostics;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.hawser.server.http.HttpReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /debug/threads}: what each thread does at the moment, virtual ones too. */
public final class ThreadDump {

    private ThreadDump() {}

    /** What is answered, by path. */
    public static Map<String, Supplier<HttpReply>> paths() {
        return Map.of("/debug/threads", ThreadDump::shown);
    }

    private static HttpReply shown() {
        HotSpotDiagnosticMXBean diagnostics = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            // The dump goes into a file that must not be there yet.
            Path folder = Files.createTempDirectory("hawser-threads");
            Path file = folder.resolve("threads");
            try {
                diagnostics.dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
                return HttpReply.text(200, Files.readString(file));
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
