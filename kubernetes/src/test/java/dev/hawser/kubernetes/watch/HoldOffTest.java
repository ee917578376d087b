package dev.hawser.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.kubernetes.watch.HoldOff.Sort;
import dev.hawser.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HoldOffTest {

    private final ManualClock clock = new ManualClock();
    private final HoldOff holdOff = new HoldOff(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofSeconds(1));

    private void add(Sort sort) {
        holdOff.add(sort, clock.nanos().getAsLong());
    }

    private void advanceMillis(long millis) {
        clock.advance(Duration.ofMillis(millis));
    }

    private void clearAfter(Duration work) {
        long now = clock.nanos().getAsLong();
        holdOff.clear(now - work.toNanos(), now);
    }

    private Duration remaining() {
        return Duration.ofNanos(holdOff.remainingNanos(clock.nanos().getAsLong()));
    }

    @Test
    void isEmptyUntilSomethingChangesAndAfterItIsCleared() {
        assertThat(holdOff.isEmpty()).isTrue();
        add(Sort.OTHERS);
        assertThat(holdOff.isEmpty()).isFalse();
        clearAfter(Duration.ZERO);
        assertThat(holdOff.isEmpty()).isTrue();
    }

    @Test
    void endpointsAreDue20MillisecondsAfterTheFirstHoweverManyFollow() {
        add(Sort.ENDPOINTS);
        assertThat(remaining()).isEqualTo(Duration.ofMillis(20));
        advanceMillis(15);
        add(Sort.ENDPOINTS);
        assertThat(remaining()).isEqualTo(Duration.ofMillis(5));
        advanceMillis(5);
        assertThat(remaining()).isZero();
        advanceMillis(100);
        assertThat(remaining()).isZero();
    }

    @Test
    void othersAreDue100MillisecondsAfterTheLast() {
        add(Sort.OTHERS);
        advanceMillis(60);
        add(Sort.OTHERS);
        assertThat(remaining()).isEqualTo(Duration.ofMillis(100));
        advanceMillis(99);
        assertThat(remaining()).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void nothingIsHeldOffLongerThanASecond() {
        add(Sort.OTHERS);
        for (int i = 0; i < 19; i++) {
            advanceMillis(50);
            add(Sort.OTHERS);
        }
        assertThat(remaining()).isEqualTo(Duration.ofMillis(50));
        advanceMillis(50);
        add(Sort.OTHERS);
        assertThat(remaining()).isZero();
    }

    @Test
    void endpointsAreNotHeldOffByOthers() {
        add(Sort.OTHERS);
        advanceMillis(50);
        add(Sort.ENDPOINTS);
        assertThat(remaining()).isEqualTo(Duration.ofMillis(20));
        advanceMillis(10);
        add(Sort.OTHERS);
        assertThat(remaining()).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void aNewBatchStartsItsOwnTime() {
        add(Sort.OTHERS);
        advanceMillis(950);
        clearAfter(Duration.ZERO);
        add(Sort.OTHERS);
        assertThat(remaining()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void restsAsLongAsTheBatchBeforeTook() {
        clearAfter(Duration.ofMillis(300));
        add(Sort.ENDPOINTS);
        assertThat(remaining()).isEqualTo(Duration.ofMillis(300));
        advanceMillis(290);
        add(Sort.ENDPOINTS);
        assertThat(remaining()).isEqualTo(Duration.ofMillis(10));
        advanceMillis(10);
        assertThat(remaining()).isZero();
    }

    @Test
    void restsNoLongerThanASecond() {
        clearAfter(Duration.ofSeconds(20));
        add(Sort.ENDPOINTS);
        assertThat(remaining()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatComesLongAfterABatchIsNotHeldOffByIt() {
        clearAfter(Duration.ofMillis(300));
        advanceMillis(295);
        add(Sort.ENDPOINTS);
        assertThat(remaining()).isEqualTo(Duration.ofMillis(20));
    }
}
