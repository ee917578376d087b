package dev.hawser.server.command;

import dev.hawser.kubernetes.DrainSupport;
import dev.hawser.proxy.http.ListenAddress;
import dev.hawser.server.playground.Playground;
import dev.hawser.server.playground.PlaygroundApi;
import dev.hawser.server.playground.PlaygroundException;
import dev.hawser.server.playground.PlaygroundSettings;
import dev.hawser.server.playground.Welcome;
import dev.hawser.server.playground.cluster.network.Passage;
import dev.hawser.server.wiring.ControlPlaneSettings;
import dev.hawser.server.wiring.DataPlaneSettings;
import dev.hawser.server.wiring.StopSignal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves manifests on this machine with no cluster. */
@Command(
        name = "playground",
        header = "Serves manifests on this machine, with no cluster",
        description = "Starts an embedded Kubernetes API that kubectl can talk to, a node that runs each "
                + "pod as a small server on its own loopback address, the controller and the gateway. "
                + "Without -f it serves the example of sticky sessions with drain support.",
        abbreviateSynopsis = true,
        optionListHeading = "%n",
        mixinStandardHelpOptions = true,
        versionProvider = HawserCommand.Version.class)
final class PlaygroundCommand implements Callable<Integer> {

    private static final String EXAMPLE = "sticky-sessions-with-drain.yaml";

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|DIR",
            description = {
                "Manifests to start with: a file, a folder with those below it, or - for standard input; "
                        + "may be given several times.",
                "Default: the example."
            })
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--api-listen",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1:6443",
            description = {
                "Where the Kubernetes API listens.",
                "Default: 127.0.0.1:6443. Without --real it has no authentication."
            })
    private String apiListen = "127.0.0.1:6443";

    @Option(
            names = "--write-kubeconfig",
            paramLabel = "FILE",
            description = {"Where the kubeconfig for kubectl is written.", "Default: .hawser/kubeconfig in this folder."
            })
    private Path kubeconfig = Path.of(".hawser", "kubeconfig");

    @Mixin
    private RealClusterOptions real = new RealClusterOptions();

    @Mixin
    private ControllerOptions controller = new ControllerOptions();

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        run.prepare();
        if (real.isPreparation()) {
            real.prepare(commandLine());
            return 0;
        }
        ControlPlaneSettings controlPlane = controller.controlPlaneSettings(DrainSupport.ENABLED);
        DataPlaneSettings dataPlane = gateway.settings("127.0.0.1:8000", "off");
        try {
            if (real.isReal() && real.passage().isEmpty() && !real.podAddressesAreLocal()) {
                return startInNamespace(dataPlane);
            }
            serve(controlPlane, dataPlane);
        } catch (IOException | UncheckedIOException | PlaygroundException e) {
            throw UserError.failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /** Whatever can go wrong before the namespace is there is told before it is. */
    private int startInNamespace(DataPlaneSettings dataPlane) throws IOException, InterruptedException {
        RealClusterOptions.programs(progress());
        byte[] input = files.contains("-") ? System.in.readAllBytes() : new byte[0];
        List<InetSocketAddress> listen = new ArrayList<>(List.of(apiAddress()));
        dataPlane.listen().forEach(address -> listen.add(new InetSocketAddress(address.host(), address.port())));
        return new NamespacedProcess(real.podRange(), listen).run(stopTime(dataPlane), input);
    }

    private static Duration stopTime(DataPlaneSettings dataPlane) {
        return dataPlane.shutdownTimeout().plus(StopSignal.MARGIN);
    }

    private void serve(ControlPlaneSettings controlPlane, DataPlaneSettings wanted)
            throws IOException, PlaygroundException, InterruptedException {
        if (real.passage().isEmpty()) {
            serve(controlPlane, wanted, apiAddress());
            return;
        }
        Path folder = real.passage().get();
        try (Passage passage = Passage.openInside(folder);
                InputStream input = Files.newInputStream(folder.resolve(NamespacedProcess.STANDARD_INPUT))) {
            System.setIn(input);
            List<InetSocketAddress> addresses = passage.addresses();
            List<Integer> ports =
                    addresses.stream().skip(1).map(InetSocketAddress::getPort).toList();
            serve(controlPlane, wanted.withPorts(ports), addresses.getFirst());
        }
    }

    private void serve(ControlPlaneSettings controlPlane, DataPlaneSettings dataPlane, InetSocketAddress apiAddress)
            throws IOException, PlaygroundException, InterruptedException {
        Map<String, String> manifests = files.isEmpty() ? Map.of(EXAMPLE, example()) : InputFiles.read(files);
        PlaygroundApi api = real.isReal()
                ? new PlaygroundApi.Real(apiAddress, RealClusterOptions.programs(progress()), real.podRange())
                : new PlaygroundApi.Embedded(apiAddress);
        PlaygroundSettings settings = new PlaygroundSettings(api, kubeconfig.toAbsolutePath(), controlPlane, dataPlane);
        try (StopSignal stop = StopSignal.install(stopTime(dataPlane));
                Playground playground = Playground.start(settings, manifests, progress())) {
            Map<String, String> facts = new LinkedHashMap<>(playground.facts());
            facts.put("kubeconfig", settings.kubeconfig().toString());
            run.ready(facts);
            Welcome welcome = new Welcome(
                    facts.getOrDefault("gateway", "(no address)"),
                    playground.api(),
                    settings.kubeconfig(),
                    controlPlane.translation().drainSupport());
            commandLine()
                    .getOut()
                    .append(files.isEmpty() ? welcome.text() : welcome.textForOwnManifests())
                    .flush();
            stop.await();
        }
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec).commandLine();
    }

    private Consumer<String> progress() {
        return RealClusterOptions.progress(commandLine());
    }

    private InetSocketAddress apiAddress() {
        try {
            List<ListenAddress> addresses = GatewayOptions.plainAddresses("--api-listen", apiListen);
            if (addresses.size() != 1) {
                throw UserError.usage("--api-listen: " + apiListen + " (expected: one address and port)");
            }
            return new InetSocketAddress(
                    addresses.getFirst().host(), addresses.getFirst().port());
        } catch (IllegalArgumentException e) {
            throw UserError.usage(String.valueOf(e.getMessage()));
        }
    }

    private static String example() {
        try (InputStream in =
                Objects.requireNonNull(PlaygroundCommand.class.getResourceAsStream("/examples/" + EXAMPLE), EXAMPLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
