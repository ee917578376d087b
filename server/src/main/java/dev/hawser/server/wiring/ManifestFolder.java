package dev.hawser.server.wiring;

import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.kubernetes.manifest.ManifestError;
import dev.hawser.kubernetes.manifest.ManifestReader;
import dev.hawser.kubernetes.manifest.Manifests;
import dev.hawser.kubernetes.translate.ResourceTranslator;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of manifests as the source of translations: read at the start, and again whenever a file in it or below it
 * changes. It is looked at once a second, which also works where the file system tells nothing of changes (network file
 * systems, mounted ConfigMaps).
 *
 * <p>A file that cannot be read or parsed costs only its own objects, and the log names file, line and field.
 */
public final class ManifestFolder implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ManifestFolder.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Path folder;
    private final TranslationSettings settings;
    private final Consumer<Translation> consumer;
    private final ManifestReader reader = new ManifestReader();
    private final ResourceTranslator translator = new ResourceTranslator();
    private final Thread thread;

    // Confined to the thread that reads: the constructor's caller first, then the watching thread.
    private Map<Path, String> texts = Map.of();
    private Map<Path, String> unreadable = Map.of();
    private List<ManifestError> errors = List.of();
    private @Nullable Translation translation;

    private ManifestFolder(Path folder, TranslationSettings settings, Consumer<Translation> consumer) {
        this.folder = folder;
        this.settings = settings;
        this.consumer = consumer;
        this.thread = Thread.ofVirtual().name("manifest-folder").unstarted(this::watch);
    }

    /**
     * Reads the folder, hands its translation to the consumer, and goes on watching.
     *
     * @param consumer called by one thread at a time, with each translation that differs from the one before
     * @throws IOException when the folder cannot be read
     */
    public static ManifestFolder open(Path folder, TranslationSettings settings, Consumer<Translation> consumer)
            throws IOException {
        ManifestFolder source = new ManifestFolder(folder, settings, consumer);
        source.accept(source.readTexts());
        source.thread.start();
        return source;
    }

    private void watch() {
        boolean readable = true;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(INTERVAL);
                Map<Path, String> now = readTexts();
                readable = true;
                if (!now.equals(texts)) {
                    accept(now);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                if (readable) {
                    log.atWarn()
                            .addKeyValue("folder", folder)
                            .addKeyValue("reason", e.getMessage())
                            .log("Folder cannot be read, its last manifests stay in force");
                }
                readable = false;
            } catch (RuntimeException e) {
                // The texts count as read, so it is said once and tried again when one of them changes.
                log.atError()
                        .addKeyValue("folder", folder)
                        .setCause(e)
                        .log("Manifests could not be translated, the last good configuration is kept");
            }
        }
    }

    private void accept(Map<Path, String> now) {
        texts = now;
        Optional<Manifests> read = now.entrySet().stream()
                .map(text -> reader.read(text.getKey().toString(), text.getValue()))
                .reduce(Manifests::and);
        Manifests manifests =
                read.orElseGet(() -> reader.read(folder.toString(), "")).checked();
        manifests.errors().stream()
                .filter(error -> !errors.contains(error))
                .forEach(error -> log.atWarn().addKeyValue("manifest", error).log("Manifest is rejected"));
        errors = manifests.errors();
        Translation next = translator.translate(manifests.snapshot(), settings);
        if (!next.equals(translation)) {
            consumer.accept(next);
            translation = next;
        }
    }

    private Map<Path, String> readTexts() throws IOException {
        Map<Path, String> read = new TreeMap<>();
        Map<Path, String> failed = new TreeMap<>();
        for (Path file : ManifestFiles.in(folder)) {
            try {
                read.put(file, Files.readString(file));
            } catch (NoSuchFileException _) {
                // Deleted since the folder was listed.
            } catch (CharacterCodingException _) {
                failed.put(file, "not text in UTF-8");
            } catch (IOException e) {
                failed.put(file, e.toString());
            }
        }
        logUnreadable(failed);
        return read;
    }

    private void logUnreadable(Map<Path, String> failed) {
        failed.forEach((file, reason) -> {
            if (!reason.equals(unreadable.get(file))) {
                log.atWarn()
                        .addKeyValue("file", file)
                        .addKeyValue("reason", reason)
                        .log("Manifest cannot be read, its objects are left out");
            }
        });
        unreadable = failed;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(INTERVAL.multipliedBy(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
