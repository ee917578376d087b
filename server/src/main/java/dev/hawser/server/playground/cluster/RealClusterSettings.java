package dev.hawser.server.playground.cluster;

import dev.hawser.server.playground.cluster.programs.ControlPlaneProgram;
import dev.hawser.server.playground.cluster.programs.ControlPlanePrograms;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How a control plane runs; fixed at start.
 *
 * @param programs what is run
 * @param folder for data, keys, kubeconfigs and logs; created when it is not there, and its owner's alone
 * @param apiListen where the API server listens; port 0 for any free one
 * @param arguments further ones for the programs, behind our own
 */
public record RealClusterSettings(
        ControlPlanePrograms programs,
        Path folder,
        InetSocketAddress apiListen,
        Map<ControlPlaneProgram, List<String>> arguments) {

    public RealClusterSettings {
        folder = folder.toAbsolutePath();
        arguments = Map.copyOf(arguments);
    }

    /** No further arguments. */
    public RealClusterSettings(ControlPlanePrograms programs, Path folder, InetSocketAddress apiListen) {
        this(programs, folder, apiListen, Map.of());
    }

    /** The same with further arguments for one program. */
    public RealClusterSettings with(ControlPlaneProgram program, List<String> further) {
        Map<ControlPlaneProgram, List<String>> all = new EnumMap<>(ControlPlaneProgram.class);
        all.putAll(arguments);
        all.put(program, List.copyOf(further));
        return new RealClusterSettings(programs, folder, apiListen, all);
    }

    List<String> argumentsOf(ControlPlaneProgram program) {
        return arguments.getOrDefault(program, List.of());
    }
}
