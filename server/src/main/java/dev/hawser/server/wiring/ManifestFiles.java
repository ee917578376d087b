package dev.hawser.server.wiring;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Which files of a folder are manifests: those in {@code *.yaml}, {@code *.yml} and {@code *.json}, links followed. Files
 * and folders whose name starts with a dot are passed over: a mounted ConfigMap keeps its data in such a folder, with a
 * link to each file beside it.
 */
public final class ManifestFiles {

    private ManifestFiles() {}

    /**
     * The manifests in a folder and those below it, in alphabetical order of their paths. A folder below it that cannot
     * be opened is among them, so that reading it says why.
     *
     * @throws IOException when the folder itself cannot be read
     */
    public static List<Path> in(Path folder) throws IOException {
        Search search = new Search(folder);
        Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, search);
        return search.found.stream().sorted().toList();
    }

    private static final class Search extends SimpleFileVisitor<Path> {

        private final Path root;
        private final List<Path> found = new ArrayList<>();

        Search(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return !folder.equals(root) && isHidden(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (file.equals(root)) {
                throw new IOException(file + " is no folder");
            }
            if (attributes.isRegularFile() && isManifest(file)) {
                found.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(root)) {
                throw e;
            }
            // What was deleted after its folder had been listed is no failure.
            if (!isHidden(file) && !(e instanceof NoSuchFileException)) {
                found.add(file);
            }
            return FileVisitResult.CONTINUE;
        }
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    private static boolean isManifest(Path file) {
        String name = file.getFileName().toString();
        return !isHidden(file) && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
    }
}
