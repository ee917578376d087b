package dev.hawser.server.playground.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.LifecycleHandlerBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreStopTest {

    private static PreStop exec(String commandLine) {
        LifecycleHandler hook = new LifecycleHandlerBuilder()
                .withNewExec()
                .withCommand(commandLine.split("\\|", -1))
                .endExec()
                .build();
        return of(container("app", hook));
    }

    private static Container container(String name, LifecycleHandler preStop) {
        return new ContainerBuilder()
                .withName(name)
                .withNewLifecycle()
                .withPreStop(preStop)
                .endLifecycle()
                .build();
    }

    private static PreStop of(Container... containers) {
        return PreStop.of(new PodSpecBuilder().withContainers(containers).build());
    }

    @ParameterizedTest
    @CsvSource({
        "sh|-c|sleep 30, 30000",
        "/bin/sh|-c|sleep 30, 30000",
        "/bin/bash|-c| sleep  5 ;, 5000",
        "sh|-c|/bin/sleep 2s, 2000",
        "sleep|0.5, 500",
        "/usr/bin/sleep|1m, 60000",
        "sleep|0, 0",
    })
    void understandsSleeping(String commandLine, long millis) {
        assertThat(exec(commandLine)).isEqualTo(new PreStop(Duration.ofMillis(millis), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sh|-c|sleep 5 && rm -rf /",
                "sh|-c|kill 1; sleep 5",
                "sh|-c|sleep $DELAY",
                "sleep|soon",
                "nginx|-s|quit",
                "python|-c|sleep 3",
            })
    void skipsEverythingElse(String commandLine) {
        assertThat(exec(commandLine)).isEqualTo(new PreStop(Duration.ZERO, List.of("app")));
    }

    @Test
    void understandsTheSleepAction() {
        LifecycleHandler hook = new LifecycleHandlerBuilder()
                .withNewSleep()
                .withSeconds(7L)
                .endSleep()
                .build();
        assertThat(of(container("app", hook)).duration()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void takesNoTimeWithoutAHook() {
        assertThat(of(new ContainerBuilder().withName("app").build())).isEqualTo(new PreStop(Duration.ZERO, List.of()));
    }

    @Test
    void takesAsLongAsTheLongestHook() {
        LifecycleHandler three = new LifecycleHandlerBuilder().withNewSleep(3L).build();
        LifecycleHandler nine = new LifecycleHandlerBuilder().withNewSleep(9L).build();
        assertThat(of(container("a", three), container("b", nine), container("c", three))
                        .duration())
                .isEqualTo(Duration.ofSeconds(9));
    }
}
