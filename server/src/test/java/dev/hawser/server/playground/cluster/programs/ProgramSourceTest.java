package dev.hawser.server.playground.cluster.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramSourceTest {

    @TempDir
    private Path folder;

    private final List<String> progress = new ArrayList<>();

    @Test
    void takesTheFolderThatTheVariableNames() throws Exception {
        for (ControlPlaneProgram program : ControlPlaneProgram.values()) {
            executable(folder.resolve(program.fileName()), "");
        }

        ControlPlanePrograms programs =
                source(Map.of(ProgramSource.ASSETS, folder.toString())).get();

        assertThat(programs.file(ControlPlaneProgram.API_SERVER)).isEqualTo(folder.resolve("kube-apiserver"));
        assertThat(progress).isEmpty();
    }

    @Test
    void namesWhatThatFolderLacks() throws IOException {
        executable(folder.resolve("etcd"), "");
        Files.writeString(folder.resolve("kube-apiserver"), "not executable");

        assertThatThrownBy(() ->
                        source(Map.of(ProgramSource.ASSETS, folder.toString())).get())
                .isInstanceOf(ProgramsException.class)
                .hasMessage("KUBEBUILDER_ASSETS: " + folder
                        + " has no executable kube-apiserver, kube-controller-manager (expected: a folder with etcd, "
                        + "kube-apiserver and kube-controller-manager)");
    }

    @Test
    void buildsOnceAndFindsItAgain() throws Exception {
        // Stands in for Go: writes the file behind -o, and counts its calls.
        go("while [ \"$1\" != -o ]; do shift; done; echo x >> '" + folder + "/calls'; echo built > \"$2\"; "
                + "chmod +x \"$2\"; test -f go.mod && test -f \"$3/main.go\"");

        ControlPlanePrograms built = source(Map.of()).get();
        ControlPlanePrograms found = source(Map.of()).get();

        assertThat(found).isEqualTo(built);
        assertThat(built.missing()).isEmpty();
        assertThat(built.folder().getParent()).isEqualTo(folder.resolve("cache/hawser/control-plane"));
        assertThat(built.folder().getFileName().toString()).matches("v1\\.\\d+\\.\\d+-[0-9a-f]{12}");
        assertThat(folder.resolve("calls")).hasContent("x\nx\nx");
        assertThat(progress).anyMatch(line -> line.matches("Building etcd v\\S+ \\(1 of 3\\)…"));
        assertThat(cached()).noneMatch(name -> name.endsWith(".building"));
    }

    @Test
    void aBuildThatFailsShowsWhatGoSaidAndLeavesNothingInTheCache() throws IOException {
        go("echo 'main.go:1: no such thing' >&2; exit 1");

        assertThatThrownBy(() -> source(Map.of()).get())
                .isInstanceOf(ProgramsException.class)
                .hasMessageStartingWith("etcd ")
                .hasMessageContaining("go build ended with 1\n  main.go:1: no such thing\n")
                .hasMessageContaining(".log)");
        assertThat(cached()).allMatch(name -> name.endsWith(".lock") || name.endsWith(".log"));
    }

    @Test
    void aVersionOfItsOwnForEachModule() {
        ControlPlaneModule module = ControlPlaneModule.embedded();

        assertThat(module.names())
                .containsExactly(
                        "etcd/main.go",
                        "go.mod",
                        "go.sum",
                        "kube-apiserver/main.go",
                        "kube-controller-manager/main.go");
        assertThat(module.key()).startsWith(module.kubernetesVersion() + "-");
        assertThat(module.linkerFlags()).contains("gitVersion=" + module.kubernetesVersion());
    }

    private ProgramSource source(Map<String, String> further) {
        Map<String, String> environment = new HashMap<>(further);
        environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        environment.put("PATH", folder.resolve("bin").toString());
        return new ProgramSource(environment, progress::add);
    }

    private void go(String script) throws IOException {
        executable(Files.createDirectories(folder.resolve("bin")).resolve("go"), script);
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private List<String> cached() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache/hawser/control-plane"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
