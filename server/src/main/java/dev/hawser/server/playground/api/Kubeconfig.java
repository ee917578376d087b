package dev.hawser.server.playground.api;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file that tells kubectl where the API is. */
final class Kubeconfig {

    private static final String NAME = "hawser-playground";

    private Kubeconfig() {}

    static void write(Path file, URI server) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException("kubeconfig: %s is a folder (expected: a file)".formatted(file));
        }
        Files.createDirectories(folder);
        // Another process may be reading it.
        Path draft = Files.createTempFile(folder, "kubeconfig", ".tmp");
        Files.writeString(draft, text(server));
        Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String text(URI server) {
        return """
                apiVersion: v1
                kind: Config
                current-context: %1$s
                clusters:
                  - name: %1$s
                    cluster:
                      server: %2$s
                contexts:
                  - name: %1$s
                    context:
                      cluster: %1$s
                      user: %1$s
                      namespace: default
                users:
                  - name: %1$s
                    user: {}
                """.formatted(NAME, server);
    }
}
