package dev.hawser.server.playground.kubeconfig;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;

/**
 * What a kubeconfig file says; it names no other file, so it can be copied.
 *
 * @param server the API
 * @param authorityPem the authority whose certificate the API shows; empty for one without TLS
 * @param credentials who the client is
 */
public record Kubeconfig(URI server, String authorityPem, Credentials credentials) {

    private static final String NAME = "hawser-playground";

    /** For an API without TLS that asks nobody who they are. */
    public static Kubeconfig open(URI server) {
        return new Kubeconfig(server, "", new Credentials.None());
    }

    /**
     * Writes the file, for its owner's eyes only; whoever reads it sees all of it.
     *
     * @throws IOException when it cannot be written
     */
    public void write(Path file) throws IOException {
        write(text(), file);
    }

    /** Writes what another kubeconfig file says, in the same way. */
    public static void copy(Path from, Path file) throws IOException {
        write(Files.readString(from), file);
    }

    private static void write(String text, Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException("kubeconfig: %s is a folder (expected: a file)".formatted(file));
        }
        Files.createDirectories(folder);
        // Another process may be reading it. Temporary files are made readable to their owner alone.
        Path draft = Files.createTempFile(folder, "kubeconfig", ".tmp");
        Files.writeString(draft, text);
        Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private String text() {
        return """
                apiVersion: v1
                kind: Config
                current-context: %1$s
                clusters:
                  - name: %1$s
                    cluster:
                      server: %2$s%3$s
                contexts:
                  - name: %1$s
                    context:
                      cluster: %1$s
                      user: %1$s
                      namespace: default
                users:
                  - name: %1$s
                    user: %4$s
                """.formatted(NAME, server, authority(), user());
    }

    private String authority() {
        return authorityPem.isEmpty() ? "" : "\n      certificate-authority-data: " + base64(authorityPem);
    }

    private String user() {
        return switch (credentials) {
            case Credentials.None() -> "{}";
            case Credentials.ClientCertificate(String certificate, String key) ->
                "{client-certificate-data: " + base64(certificate) + ", client-key-data: " + base64(key) + "}";
            case Credentials.Token(String token) -> "{token: " + token + "}";
        };
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
