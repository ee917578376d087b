package dev.hawser.server.command;

import dev.hawser.server.playground.cluster.programs.ControlPlaneProgram;
import dev.hawser.server.playground.cluster.programs.ControlPlanePrograms;
import dev.hawser.server.playground.cluster.programs.ProgramSource;
import dev.hawser.server.playground.cluster.programs.ProgramsException;
import dev.hawser.server.playground.node.AddressRange;
import dev.hawser.server.playground.node.AddressReuse;
import dev.hawser.server.playground.node.NodeSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options of a playground with a real control plane. */
final class RealClusterOptions {

    @Option(
            names = "--real",
            description = {
                "Runs etcd, kube-apiserver and kube-controller-manager instead of the embedded API, in a network "
                        + "namespace of their own.",
                "They are taken from the folder that KUBEBUILDER_ASSETS names, or built once with Go."
            })
    private boolean real;

    @Option(
            names = "--prepare",
            description = "With --real: finds the programs of the control plane or builds them, says where they are, "
                    + "and ends.")
    private boolean prepare;

    @Option(
            names = "--pod-range",
            paramLabel = "CIDR",
            defaultValue = NodeSettings.ROUTED_POD_RANGE,
            description = {
                "With --real: where pods get their addresses from, an IPv4 range outside of 127.0.0.0/8.",
                "Default: " + NodeSettings.ROUTED_POD_RANGE + "."
            })
    private String podRange = NodeSettings.ROUTED_POD_RANGE;

    /** What the process outside of the network namespace tells the one inside. */
    @Option(names = "--passage", hidden = true)
    private @Nullable Path passage;

    boolean isReal() {
        if (prepare && !real) {
            throw UserError.usage("--prepare: without --real (expected: with it)");
        }
        return real;
    }

    /** Whether the programs are wanted and nothing else. */
    boolean isPreparation() {
        return isReal() && prepare;
    }

    String podRange() {
        return podRange;
    }

    /** The folder of the way out, inside of a network namespace that this program made. */
    Optional<Path> passage() {
        return Optional.ofNullable(passage);
    }

    /** Whether pods can have their addresses here, so that no namespace has to be made. */
    boolean podAddressesAreLocal() {
        try {
            AddressRange range = AddressRange.parse(podRange, AddressReuse.AS_LATE_AS_POSSIBLE);
            if (range.isLoopback()) {
                throw UserError.usage(
                        "--pod-range: " + podRange + " (expected: no loopback addresses, an API server refuses them)");
            }
            range.requireBindable();
            return true;
        } catch (IOException _) {
            return false;
        } catch (IllegalArgumentException e) {
            throw UserError.usage("--pod-range: " + e.getMessage());
        }
    }

    /** Finds or builds the programs and prints where they are. */
    void prepare(CommandLine command) {
        ControlPlanePrograms programs = programs(progress(command));
        PrintWriter out = command.getOut();
        for (ControlPlaneProgram program : ControlPlaneProgram.values()) {
            out.println(programs.file(program));
        }
        out.flush();
    }

    /** What takes time is told on standard error. */
    static Consumer<String> progress(CommandLine command) {
        return line -> {
            command.getErr().println(line);
            command.getErr().flush();
        };
    }

    static ControlPlanePrograms programs(Consumer<String> progress) {
        try {
            return new ProgramSource(System.getenv(), progress).get();
        } catch (IOException e) {
            throw UserError.failed("control plane: its programs cannot be kept: " + e.getMessage());
        } catch (ProgramsException e) {
            throw UserError.failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw UserError.failed("interrupted");
        }
    }
}
