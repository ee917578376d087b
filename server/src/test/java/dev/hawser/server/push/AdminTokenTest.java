package dev.hawser.server.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenTest {

    private static final String UNSENDABLE = ": has a character that a header cannot carry (expected: printable ASCII)";

    @TempDir
    private Path folder;

    @Test
    void aTokenThatNoHeaderCanCarryIsNotShown() throws IOException {
        Path marked = Files.writeString(folder.resolve("marked"), "\uFEFFs3cret\n");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 's', '3'});

        assertThatThrownBy(AdminToken.of(marked)::current)
                .isInstanceOf(IOException.class)
                .hasMessage("token file " + marked + UNSENDABLE);
        assertThatThrownBy(AdminToken.of(binary)::current).hasMessage("token file " + binary + UNSENDABLE);
        assertThatThrownBy(AdminToken.of("s3\u0000cret")::current).hasMessage("the token" + UNSENDABLE);
    }

    @Test
    void aTokenFileThatIsMissingIsCalledSo() {
        Path file = folder.resolve("none");

        assertThatThrownBy(AdminToken.of(file)::current)
                .hasMessage("token file " + file + ": is missing (expected: a readable file)");
    }

    @Test
    void theFirstLineIsTheToken() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), " one \ntwo\n");

        assertThat(AdminToken.of(file).current()).isEqualTo("one");
    }
}
