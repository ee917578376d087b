package dev.hawser.verification.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.kubernetes.DrainSupport;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** {@code ./hawser} as a process on free ports. Its log goes into a file, which messages name. */
public final class HawserProcess implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(2);

    private static final Duration STOP = Duration.ofSeconds(20);

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Stands for the address of what a process does not have. */
    private static final String NOWHERE = "http://nowhere.invalid";

    private static final List<String> LISTEN =
            List.of("--proxy-listen=127.0.0.1:0", "--admin-listen=127.0.0.1:0", "--status-listen=127.0.0.1:0");

    private final Process process;
    private final Path log;
    private final Path kubeconfig;
    private final URI gateway;
    private final URI admin;
    private final URI health;
    private final URI metrics;

    private HawserProcess(Process process, Path log, Path kubeconfig, URI gateway, URI admin, URI health, URI metrics) {
        this.process = process;
        this.log = log;
        this.kubeconfig = kubeconfig;
        this.gateway = gateway;
        this.admin = admin;
        this.health = health;
        this.metrics = metrics;
    }

    /** Starts {@code hawser playground} with further arguments; its kubeconfig is in the folder. */
    public static HawserProcess playground(Path folder, String... arguments) {
        Path kubeconfig = folder.resolve("kubeconfig");
        List<String> own =
                new ArrayList<>(List.of("playground", "--api-listen=127.0.0.1:0", "--write-kubeconfig=" + kubeconfig));
        own.addAll(LISTEN);
        own.addAll(List.of(arguments));
        return start(folder, "playground", kubeconfig, own);
    }

    /** Starts {@code hawser run} against the cluster of a playground. */
    public static HawserProcess beside(HawserProcess playground, Path folder) {
        return run(playground.kubeconfig, folder, "--enable-drain-support");
    }

    /** The argument that says what becomes of terminating endpoints. */
    public static String flag(DrainSupport drainSupport) {
        return "--enable-drain-support=" + (drainSupport == DrainSupport.ENABLED);
    }

    /** Starts {@code hawser run} with a kubeconfig and further arguments. */
    public static HawserProcess run(Path kubeconfig, Path folder, String... arguments) {
        List<String> own = new ArrayList<>(List.of(
                "run",
                "--kubeconfig=" + kubeconfig,
                "--health-probe-bind-address=127.0.0.1:0",
                "--metrics-bind-address=127.0.0.1:0"));
        own.addAll(LISTEN);
        own.addAll(List.of(arguments));
        return start(folder, "run", kubeconfig, own);
    }

    /** Starts {@code hawser gateway} at fixed ports, with nothing to serve yet. */
    static HawserProcess gateway(Path folder, int proxyPort, int adminPort) {
        return start(
                folder,
                "gateway",
                folder,
                List.of(
                        "gateway",
                        "--proxy-listen=127.0.0.1:" + proxyPort,
                        "--admin-listen=127.0.0.1:" + adminPort,
                        "--status-listen=off"));
    }

    /** Starts {@code hawser gateway} with a declarative configuration and further arguments, which may say where it listens. */
    public static HawserProcess declared(Path folder, String configuration, String... arguments) {
        Path file = folder.resolve("kong.yml");
        try {
            Files.writeString(file, configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> own = new ArrayList<>(List.of("gateway", "--declarative-config=" + file));
        own.addAll(LISTEN);
        own.addAll(List.of(arguments));
        return start(folder, "gateway", folder, own);
    }

    /** Starts {@code hawser run} with a folder of manifests in place of a cluster. */
    public static HawserProcess manifests(Path folder, Path manifests, String... arguments) {
        List<String> own = new ArrayList<>(List.of(
                "run",
                "--manifests=" + manifests,
                "--health-probe-bind-address=127.0.0.1:0",
                "--metrics-bind-address=127.0.0.1:0"));
        own.addAll(LISTEN);
        own.addAll(List.of(arguments));
        return start(folder, "run", folder, own);
    }

    /** Starts {@code hawser controller} for the cluster of a playground and gateways elsewhere. */
    static HawserProcess controller(HawserProcess playground, Path folder, String adminUrls) {
        return start(
                folder,
                "controller",
                playground.kubeconfig,
                List.of(
                        "controller",
                        "--kubeconfig=" + playground.kubeconfig,
                        "--kong-admin-url=" + adminUrls,
                        "--enable-drain-support",
                        "--health-probe-bind-address=127.0.0.1:0",
                        "--metrics-bind-address=127.0.0.1:0"));
    }

    /** Returns when the first configuration is live. */
    private static HawserProcess start(Path folder, String name, Path kubeconfig, List<String> arguments) {
        Path ready = folder.resolve(name + ".ready");
        Path log = folder.resolve(name + ".log");
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("hawser").toString()));
        command.addAll(arguments);
        command.add("--ready-file=" + ready);
        try {
            // What an earlier one has left.
            Files.deleteIfExists(ready);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            // The build that these tests are part of has packaged the program.
            builder.environment().put("HAWSER_BUILD", "off");
            Process process = builder.start();
            await("the ready file", START, () -> Files.exists(ready) || !process.isAlive());
            assertThat(process.isAlive()).as("%s runs, see %s", name, log).isTrue();
            Properties addresses = new Properties();
            addresses.load(new StringReader(Files.readString(ready)));
            return new HawserProcess(
                    process,
                    log,
                    kubeconfig,
                    URI.create(addresses.getProperty("gateway", NOWHERE)),
                    URI.create(addresses.getProperty("admin", NOWHERE)),
                    URI.create(addresses.getProperty("health", NOWHERE)),
                    URI.create(addresses.getProperty("metrics", NOWHERE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI gateway() {
        return gateway;
    }

    public URI admin() {
        return admin;
    }

    URI health() {
        return health;
    }

    URI metrics() {
        return metrics;
    }

    public Path kubeconfig() {
        return kubeconfig;
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void awaitLog(String text) {
        await("«" + text + "» in " + log, Duration.ofSeconds(20), () -> log().contains(text));
    }

    /** Waits for something that another process does; there is nothing to be told by. */
    public static void await(String what, Duration most, BooleanSupplier condition) {
        long deadline = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s within %s", what, most).isLessThan(deadline);
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + what, e);
            }
        }
    }

    /** Ends the process as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Halts the process where it is, as a machine does that has no time for it. */
    public void pause() {
        signal("STOP");
    }

    /** Lets a halted process go on. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .inheritIO()
                    .start();
            assertThat(kill.waitFor()).as("kill -%s", name).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError("hawser did not stop within " + STOP + ", see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
