package dev.hawser.kubernetes.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.GatewayConfig;
import dev.hawser.kubernetes.Outcome;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.Translation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutcomeLoopTest {

    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private final Semaphore mayTake = new Semaphore(Integer.MAX_VALUE);

    private final class Recorder implements OutcomeWriter {

        @Override
        public void take(Outcome outcome) {
            calls.add("take " + outcome.snapshot().generation());
            mayTake.acquireUninterruptibly();
            if (outcome.snapshot().generation() == 13) {
                throw new IllegalStateException("on purpose");
            }
        }

        @Override
        public long work() {
            calls.add("work");
            return NOTHING_DUE;
        }

        @Override
        public void stop() {
            calls.add("stop");
        }
    }

    private static Outcome outcome(int generation) {
        ResourceSnapshot snapshot = ResourceSnapshot.empty();
        for (int i = 0; i < generation; i++) {
            snapshot = snapshot.toBuilder().build();
        }
        return Outcome.taken(snapshot, new Translation(GatewayConfig.EMPTY, List.of()));
    }

    private String next() throws InterruptedException {
        return String.valueOf(calls.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void onlyTheLatestOutcomeIsTakenByOneWhoIsBusy() throws InterruptedException {
        mayTake.drainPermits();
        try (OutcomeLoop loop = OutcomeLoop.start("test", new Recorder(), Duration.ofSeconds(10))) {
            loop.offer(outcome(1));
            assertThat(next()).isEqualTo("take 1");
            for (int i = 2; i <= 9; i++) {
                loop.offer(outcome(i));
            }
            mayTake.release(2);
            assertThat(next()).isEqualTo("work");
            assertThat(next()).isEqualTo("take 9");
            assertThat(next()).isEqualTo("work");
        }
        assertThat(calls).containsExactly("stop");
    }

    @Test
    void theWriterIsToldToStopBeforeItsEndIsWaitedFor() throws InterruptedException {
        mayTake.drainPermits();
        try (OutcomeLoop loop = OutcomeLoop.start("test", new Recorder(), Duration.ofSeconds(10))) {
            loop.offer(outcome(1));
            assertThat(next()).isEqualTo("take 1");
            loop.stop();
            assertThat(next()).isEqualTo("stop");
            mayTake.release();
        }
    }

    @Test
    void oneWhoIsWokenLooksWhatIsDue() throws InterruptedException {
        try (OutcomeLoop loop = OutcomeLoop.start("test", new Recorder(), Duration.ofSeconds(10))) {
            loop.wake();
            assertThat(next()).isEqualTo("work");
        }
    }

    @Test
    void aFailureIsNotTheEnd() throws InterruptedException {
        try (OutcomeLoop loop = OutcomeLoop.start("test", new Recorder(), Duration.ofSeconds(10))) {
            loop.offer(outcome(13));
            assertThat(next()).isEqualTo("take 13");
            loop.offer(outcome(14));
            assertThat(next()).isEqualTo("take 14");
            assertThat(next()).isEqualTo("work");
        }
    }
}
