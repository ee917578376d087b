package dev.hawser.server.playground.cluster.programs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A folder with the programs of a control plane.
 *
 * @param folder absolute
 */
public record ControlPlanePrograms(Path folder) {

    public Path file(ControlPlaneProgram program) {
        return folder.resolve(program.fileName());
    }

    /** Those that the folder lacks, or that may not be executed. */
    List<String> missing() {
        return Arrays.stream(ControlPlaneProgram.values())
                .filter(program -> !Files.isRegularFile(file(program)) || !Files.isExecutable(file(program)))
                .map(ControlPlaneProgram::fileName)
                .toList();
    }
}
