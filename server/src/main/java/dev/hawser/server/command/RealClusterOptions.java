package dev.hawser.server.command;

import dev.hawser.server.playground.cluster.programs.ControlPlaneProgram;
import dev.hawser.server.playground.cluster.programs.ControlPlanePrograms;
import dev.hawser.server.playground.cluster.programs.ProgramSource;
import dev.hawser.server.playground.cluster.programs.ProgramsException;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options of a playground with a real control plane. */
final class RealClusterOptions {

    @Option(
            names = "--real",
            description = "Runs etcd, kube-apiserver and kube-controller-manager instead of the embedded API.")
    private boolean real;

    @Option(
            names = "--prepare",
            description =
                    "With --real: finds etcd, kube-apiserver and kube-controller-manager, or builds them with Go, "
                            + "says where they are, and ends.")
    private boolean prepare;

    /** Whether the programs are wanted and nothing else. */
    boolean isPreparation() {
        if (prepare && !real) {
            throw UserError.usage("--prepare: without --real (expected: with it)");
        }
        if (real && !prepare) {
            throw UserError.usage("--real: without --prepare (expected: with it)");
        }
        return prepare;
    }

    /** Finds or builds the programs and prints where they are. */
    void prepare(CommandLine command) {
        ControlPlanePrograms programs = programs(command.getErr());
        PrintWriter out = command.getOut();
        for (ControlPlaneProgram program : ControlPlaneProgram.values()) {
            out.println(programs.file(program));
        }
        out.flush();
    }

    private static ControlPlanePrograms programs(PrintWriter err) {
        ProgramSource source = new ProgramSource(System.getenv(), line -> {
            err.println(line);
            err.flush();
        });
        try {
            return source.get();
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
