package dev.hawser.server.playground.cluster.programs;

import dev.hawser.server.playground.cluster.process.Executables;
import dev.hawser.server.wiring.TemporaryFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the programs of a control plane, or builds them once.
 *
 * <p>Looked at in this order: the folder that {@value #ASSETS} names (the convention of Kubernetes' own test
 * environments), then the cache, {@code hawser/control-plane/<version>-<hash>} below {@code XDG_CACHE_HOME} or else
 * {@code ~/.cache}. What neither has is built into the cache with Go, under a lock that other processes wait for, and
 * appears there all at once.
 */
public final class ProgramSource {

    public static final String ASSETS = "KUBEBUILDER_ASSETS";

    private static final Path USUAL_GO = Path.of("/usr/local/go/bin/go");

    private final Map<String, String> environment;
    private final Consumer<String> progress;
    private final ControlPlaneModule module = ControlPlaneModule.embedded();

    /**
     * Looks where the environment says.
     *
     * @param environment of the process
     * @param progress is told what takes time, one line at a time
     */
    public ProgramSource(Map<String, String> environment, Consumer<String> progress) {
        this.environment = Map.copyOf(environment);
        this.progress = progress;
    }

    /** The programs when they are there without a build. */
    public Optional<ControlPlanePrograms> present() throws ProgramsException {
        @Nullable String assets = environment.get(ASSETS);
        if (assets != null && !assets.isBlank()) {
            return Optional.of(named(assets));
        }
        ControlPlanePrograms cached = new ControlPlanePrograms(cacheFolder().resolve(module.key()));
        return cached.missing().isEmpty() ? Optional.of(cached) : Optional.empty();
    }

    /**
     * The programs, built when they are not there yet: about ten minutes on a small machine, less where Go has built
     * them before.
     *
     * @throws ProgramsException when they are neither there nor can be built
     * @throws IOException when the cache cannot be written
     */
    public ControlPlanePrograms get() throws IOException, ProgramsException, InterruptedException {
        Optional<ControlPlanePrograms> present = present();
        return present.isPresent() ? present.get() : build(go());
    }

    private static ControlPlanePrograms named(String assets) throws ProgramsException {
        ControlPlanePrograms programs = new ControlPlanePrograms(Path.of(assets).toAbsolutePath());
        List<String> missing = programs.missing();
        if (!missing.isEmpty()) {
            throw new ProgramsException(ASSETS + ": " + assets + " has no executable " + String.join(", ", missing)
                    + " (expected: a folder with etcd, kube-apiserver and kube-controller-manager)");
        }
        return programs;
    }

    private Path go() throws ProgramsException {
        Optional<Path> onPath = Executables.find(environment.getOrDefault("PATH", ""), "go");
        if (onPath.isEmpty() && !Files.isExecutable(USUAL_GO)) {
            throw new ProgramsException("Go: not on PATH (expected: Go " + module.goVersion()
                    + " or newer, which builds etcd " + module.etcdVersion() + " and Kubernetes "
                    + module.kubernetesVersion() + " once, or " + ASSETS
                    + " set to a folder with etcd, kube-apiserver and kube-controller-manager)");
        }
        return onPath.orElse(USUAL_GO);
    }

    private Path cacheFolder() {
        @Nullable String cache = environment.get("XDG_CACHE_HOME");
        // Relative values are to be ignored (XDG Base Directory Specification).
        Path root = cache != null && cache.startsWith("/")
                ? Path.of(cache)
                : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache");
        return root.resolve("hawser").resolve("control-plane");
    }

    private ControlPlanePrograms build(Path go) throws IOException, ProgramsException, InterruptedException {
        Path cache = Files.createDirectories(cacheFolder());
        Path lockFile = cache.resolve(module.key() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = lock(channel)) {
            // Another process may have built them while this one waited.
            Optional<ControlPlanePrograms> present = present();
            return present.isPresent() ? present.get() : buildLocked(go, cache);
        }
    }

    private FileLock lock(FileChannel channel) throws IOException {
        FileLock free = channel.tryLock();
        if (free != null) {
            return free;
        }
        progress.accept("Another process is building the control plane, waiting for it…");
        return channel.lock();
    }

    private ControlPlanePrograms buildLocked(Path go, Path cache)
            throws IOException, ProgramsException, InterruptedException {
        progress.accept("Building a control plane once, into " + cache.resolve(module.key())
                + " (about ten minutes, and 1 GB for Go's own caches)");
        Path draft = cache.resolve(module.key() + ".building");
        Path log = cache.resolve(module.key() + ".log");
        TemporaryFolder.delete(draft);
        Files.deleteIfExists(log);
        try {
            new GoBuild(go, module, log, progress).run(draft.resolve("module"), draft.resolve("bin"));
            Path finished = cache.resolve(module.key());
            TemporaryFolder.delete(finished);
            Files.move(draft.resolve("bin"), finished, StandardCopyOption.ATOMIC_MOVE);
            return new ControlPlanePrograms(finished);
        } finally {
            TemporaryFolder.delete(draft);
        }
    }
}
