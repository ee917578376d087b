package dev.hawser.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.kubernetes.ControllerInstance;
import dev.hawser.server.wiring.ControlPlaneSettings;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ClusterOptionsTest {

    private static Set<String> namespaces(String value) {
        ClusterOptions options = CommandLine.populateCommand(new ClusterOptions(), "--watch-namespace", value);
        ControllerInstance instance = new ControllerInstance(new UUID(0, 0), "host", null);
        return options.applyTo(ControlPlaneSettings.defaults(instance)).namespaces();
    }

    @Test
    void blanksAroundNamespacesAreNoPartOfTheirNames() {
        assertThat(namespaces("a, b-1\n")).containsExactlyInAnyOrder("a", "b-1");
        assertThat(namespaces("a,")).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "Shop", "-a", "a.b", "a/b"})
    void whatCannotNameANamespaceIsAUsageError(String value) {
        assertThatThrownBy(() -> namespaces("ok, " + value))
                .isInstanceOf(UserError.class)
                .hasMessage("--watch-namespace: " + value + " (expected: the name of a namespace)");
    }
}
