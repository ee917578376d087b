package dev.hawser.server.command;

import dev.hawser.server.Main;
import dev.hawser.server.playground.cluster.network.NetworkNamespace;
import dev.hawser.server.playground.cluster.network.Passage;
import dev.hawser.server.playground.cluster.process.ParentDeath;
import dev.hawser.server.playground.cluster.process.SupervisedProcess;
import dev.hawser.server.wiring.StopSignal;
import dev.hawser.server.wiring.TemporaryFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * This command once more, as a child process in a network namespace of its own, with a way in for each address that it
 * listens at.
 *
 * @param podRange what is local inside
 * @param listen the addresses that clients outside connect to; the same are listened at inside
 */
record NamespacedProcess(String podRange, List<InetSocketAddress> listen) {

    /** In the folder of the passage: what the outer process read from its standard input. */
    static final String STANDARD_INPUT = "standard-input";

    NamespacedProcess {
        listen = List.copyOf(listen);
    }

    /**
     * Runs it, and returns its exit code when it has ended. It is asked to stop when this process is.
     *
     * @param most how long it may take to stop
     * @param input what the command reads from standard input
     * @throws IOException when an address is taken, or no namespace can be made
     */
    int run(Duration most, byte[] input) throws IOException, InterruptedException {
        Set<InetAddress> hosts =
                listen.stream().map(InetSocketAddress::getAddress).collect(Collectors.toSet());
        try (StopSignal stop = StopSignal.install(most);
                TemporaryFolder folder = TemporaryFolder.create("hawser-");
                Passage _ = Passage.openOutside(folder.path(), listen)) {
            Files.write(folder.path().resolve(STANDARD_INPUT), input);
            List<String> again = new ArrayList<>(commandLine());
            again.add("--passage=" + folder.path());
            List<String> command = new NetworkNamespace(podRange, hosts).command(again);
            // Not the terminal's Ctrl-C stops it, but this process does.
            SupervisedProcess child =
                    SupervisedProcess.start(new ProcessBuilder(SupervisedProcess.supervised(command, ParentDeath.STOPS))
                            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                            .redirectError(ProcessBuilder.Redirect.INHERIT));
            if (!stop.awaitOr(child.onExit().thenAccept(_ -> {}))) {
                child.stop(most);
            }
            return child.exitCode().orElse(UserError.FAILED);
        }
    }

    /** How this process was started: the Java runtime, its options, the main class, our arguments. */
    private static List<String> commandLine() throws IOException {
        List<String> words =
                new ArrayList<>(List.of(Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8)
                        .split("\0", -1)));
        // The last one ends with a NUL as well.
        words.removeLast();
        if (!words.contains(Main.class.getName())) {
            throw new IOException(
                    "command line: no " + Main.class.getName() + " in it (expected: started by ./hawser)");
        }
        words.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Netty warns when it finds no hardware address to name itself by, and inside there is none.
        words.add(1, "-Dio.netty.machineId=02:00:00:00:00:01");
        return words;
    }
}
