package dev.hawser.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopSignalTest {

    @Test
    void theMainThreadIsToldAfterTheDelayAndProbesBeforeIt() {
        StopSignal signal = new StopSignal();
        List<String> order = new ArrayList<>();
        signal.close();

        signal.stop(Duration.ZERO, Duration.ofMinutes(5), () -> order.add("announced"), delay -> {
            order.add("delayed " + delay + ", told: " + !signal.goOnAfter(Duration.ZERO));
        });
        order.add("told: " + !signal.goOnAfter(Duration.ZERO));

        assertThat(order).containsExactly("announced", "delayed PT5M, told: false", "told: true");
    }

    @Test
    void withoutADelayNothingIsPutOff() {
        StopSignal signal = new StopSignal();
        signal.close();

        signal.stop(Duration.ZERO, Duration.ZERO, () -> {}, delay -> {
            throw new AssertionError("delayed by " + delay);
        });

        assertThat(signal.goOnAfter(Duration.ZERO)).isFalse();
    }
}
