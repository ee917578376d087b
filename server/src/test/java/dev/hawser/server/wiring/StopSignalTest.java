package dev.hawser.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopSignalTest {

    private final List<String> order = new ArrayList<>();

    /** Waits no time at all, and notes for how long it was asked to and what the main thread knew then. */
    private final class Latch extends CountDownLatch {

        private Runnable beforeWait = () -> {};

        Latch() {
            super(1);
        }

        @Override
        public boolean await(long timeout, TimeUnit unit) {
            beforeWait.run();
            order.add("waited " + Duration.of(timeout, unit.toChronoUnit()));
            return getCount() == 0;
        }
    }

    private final Latch stopped = new Latch();
    private final StopSignal signal = new StopSignal(stopped);

    private String told() {
        return "told: " + !signal.goOnAfter(Duration.ZERO);
    }

    @Test
    void theMainThreadIsToldAfterTheDelayAndProbesBeforeIt() {
        stopped.beforeWait = () -> order.add(told());

        signal.stop(Duration.ofMinutes(1), Duration.ofMinutes(5), () -> order.add("announced"));

        assertThat(order).containsExactly("announced", "told: false", "waited PT5M", "told: true", "waited PT1M");
    }

    @Test
    void withoutADelayNothingIsPutOff() {
        signal.stop(Duration.ofMinutes(1), Duration.ZERO, () -> {});

        assertThat(order).containsExactly("waited PT1M");
        assertThat(signal.goOnAfter(Duration.ZERO)).isFalse();
    }

    @Test
    void aCommandThatHasEndedByItselfIsNotDelayed() {
        signal.close();

        signal.stop(Duration.ofMinutes(1), Duration.ofMinutes(5), () -> order.add("announced"));

        assertThat(order).containsExactly("announced", "waited PT1M");
    }
}
