package dev.hawser.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFilesTest {

    @TempDir
    private Path folder;

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "");
    }

    @Test
    void findsYamlAndJsonInAlphabeticalOrder() throws IOException {
        Path b = file("b.yml");
        Path a = file("a.yaml");
        Path below = file("c/below.json");
        file("notes.txt");

        assertThat(ManifestFiles.in(folder)).containsExactly(a, b, below);
    }

    @Test
    void findsEachFileOfAMountedConfigMapOnce() throws IOException {
        file("..2024_01_01/web.yaml");
        file("..2024_01_01/sub/deep.yaml");
        file(".web.yaml");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2024_01_01"));
        Path web = Files.createSymbolicLink(folder.resolve("web.yaml"), Path.of("..data/web.yaml"));
        Path sub = Files.createSymbolicLink(folder.resolve("sub"), Path.of("..data/sub"));

        assertThat(ManifestFiles.in(folder)).containsExactly(sub.resolve("deep.yaml"), web);
    }

    @Test
    void theFolderItselfMayBeHiddenOrALink() throws IOException {
        file(".manifests/web.yaml");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of(".manifests"));

        assertThat(ManifestFiles.in(folder.resolve(".manifests"))).hasSize(1);
        assertThat(ManifestFiles.in(link)).containsExactly(link.resolve("web.yaml"));
    }

    @Test
    void aLinkThatLeadsNowhereIsPassedOver() throws IOException {
        Files.createSymbolicLink(folder.resolve("gone.yaml"), Path.of("absent.yaml"));

        assertThat(ManifestFiles.in(folder)).isEmpty();
    }

    @Test
    void aFolderThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> ManifestFiles.in(folder.resolve("absent"))).isInstanceOf(IOException.class);
    }
}
