package dev.hawser.server.playground.cluster.network;

import dev.hawser.server.playground.cluster.process.Executables;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A network namespace with nothing in it but loopback addresses and a range of addresses that are local as well
 * (network_namespaces(7), ip-route(8), type {@code local}). It lives as long as a process is in it, and nothing outside
 * of it changes. Who is not root gets a user namespace around it.
 *
 * @param podRange what is local, such as {@code 10.244.0.0/16}
 * @param addresses further addresses that are local in it
 */
public record NetworkNamespace(String podRange, Set<InetAddress> addresses) {

    private static final Path SELF = Path.of("/proc/self");

    public NetworkNamespace {
        addresses = Set.copyOf(addresses);
    }

    /**
     * The command line that runs a program in a new namespace.
     *
     * @throws IOException with what to do about it, when no namespace can be made here
     */
    public List<String> command(List<String> program) throws IOException, InterruptedException {
        for (String tool : List.of("unshare", "ip")) {
            if (Executables.find(tool).isEmpty()) {
                throw new IOException(tool
                        + ": not on PATH (expected: Linux with util-linux and iproute2, to give pods addresses that an "
                        + "API server accepts)");
            }
        }
        List<String> enter = enter();
        tryOut(enter);
        List<String> command = new ArrayList<>(enter);
        command.addAll(program);
        return List.copyOf(command);
    }

    private List<String> enter() throws IOException {
        StringBuilder prepare = new StringBuilder("ip link set lo up && ip route add local " + podRange + " dev lo");
        Set<String> extra = new TreeSet<>();
        addresses.stream()
                .filter(address -> !address.isLoopbackAddress() && !address.isAnyLocalAddress())
                .forEach(address -> extra.add(address.getHostAddress()));
        extra.forEach(
                address -> prepare.append(" && ip addr add ").append(address).append(" dev lo"));
        List<String> command = new ArrayList<>(List.of("unshare"));
        if (!isRoot()) {
            command.add("--map-root-user");
        }
        command.addAll(List.of("--net", "/bin/sh", "-c", prepare + " && exec \"$@\"", "namespace"));
        return command;
    }

    private static boolean isRoot() throws IOException {
        return Files.isDirectory(SELF) && Integer.valueOf(0).equals(Files.getAttribute(SELF, "unix:uid"));
    }

    private static void tryOut(List<String> enter) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(enter);
        command.add("true");
        Process trial = new ProcessBuilder(command).redirectErrorStream(true).start();
        trial.getOutputStream().close();
        String output = new String(trial.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (trial.waitFor() != 0) {
            throw new IOException("network namespace: " + output
                    + " (expected: root, or a kernel on which users may make namespaces of their own)");
        }
    }
}
