package dev.hawser.server.command;

import dev.hawser.server.wiring.ManifestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The texts that {@code -f} names: a file, every YAML and JSON file in a folder and those below it, or {@code -}. */
final class InputFiles {

    private static final String STANDARD_INPUT = "-";

    private InputFiles() {}

    /** The texts by the names that messages call them by, folders in alphabetical order. */
    static Map<String, String> read(List<String> names) {
        Map<String, String> texts = new LinkedHashMap<>();
        try {
            for (String name : names) {
                if (name.equals(STANDARD_INPUT)) {
                    texts.put("standard input", new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
                    continue;
                }
                for (Path file : files(Path.of(name))) {
                    texts.put(file.toString(), Files.readString(file));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw UserError.failed("-f: " + e.getMessage() + " cannot be read (expected: text in UTF-8)");
        }
        return texts;
    }

    /** A file itself, or the manifests in a folder. */
    private static List<Path> files(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        if (!Files.isDirectory(path)) {
            throw UserError.failed(
                    "-f: " + path + " is not there (expected: a file, a folder, or - for standard input)");
        }
        List<Path> files = ManifestFiles.in(path);
        if (files.isEmpty()) {
            throw UserError.failed("-f: " + path + " holds no manifests (expected: files in *.yaml, *.yml or *.json)");
        }
        return files;
    }
}
