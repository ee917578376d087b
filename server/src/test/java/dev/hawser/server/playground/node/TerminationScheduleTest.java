package dev.hawser.server.playground.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TerminationScheduleTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static TerminationSchedule schedule(int graceSeconds, int preStopSeconds) {
        return TerminationSchedule.of(NOW, Duration.ofSeconds(graceSeconds), Duration.ofSeconds(preStopSeconds));
    }

    @Test
    void stopsAfterTheHookAndKillsWhenTheGracePeriodEnds() {
        TerminationSchedule schedule = schedule(60, 30);
        assertThat(schedule.preStopEnds()).isEqualTo(NOW.plusSeconds(30));
        assertThat(schedule.killAt()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void stopsAtOnceWithoutAHook() {
        assertThat(schedule(30, 0).preStopEnds()).isEqualTo(NOW);
    }

    @Test
    void cutsTheHookOffWhenTheGracePeriodEndsAndLeavesTwoSecondsToStop() {
        TerminationSchedule schedule = schedule(10, 30);
        assertThat(schedule.preStopEnds()).isEqualTo(NOW.plusSeconds(10));
        assertThat(schedule.killAt()).isEqualTo(NOW.plusSeconds(12));
    }

    @Test
    void isShortenedByASecondDeletion() {
        TerminationSchedule schedule = schedule(60, 30).shortened(NOW.plusSeconds(5), Duration.ofSeconds(3));
        assertThat(schedule.preStopEnds()).isEqualTo(NOW.plusSeconds(8));
        assertThat(schedule.killAt()).isEqualTo(NOW.plusSeconds(10));
    }

    @Test
    void isShortenedWhileTheServersStop() {
        TerminationSchedule schedule = schedule(60, 10).shortened(NOW.plusSeconds(20), Duration.ofSeconds(5));
        assertThat(schedule.preStopEnds()).isEqualTo(NOW.plusSeconds(10));
        assertThat(schedule.killAt()).isEqualTo(NOW.plusSeconds(25));
    }

    @Test
    void isNeverMadeLonger() {
        TerminationSchedule schedule = schedule(60, 30);
        assertThat(schedule.shortened(NOW.plusSeconds(50), Duration.ofSeconds(60)))
                .isSameAs(schedule);
    }
}
