package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionCountTest {

    private static final long WINDOW = SessionCount.WINDOW.toNanos();

    private final SessionCount count = new SessionCount();

    @ParameterizedTest
    @CsvSource({"0, 0.1", "1, 1", "100, 5", "1000, 60", "16000, 1600"})
    void estimatesHowManyDifferentSessionsThereAre(int sessions, double allowed) {
        Random random = new Random(5);
        for (int session = 0; session < sessions; session++) {
            long fingerprint = random.nextLong();
            for (int request = 0; request < 3; request++) {
                count.seen(fingerprint, 10);
            }
        }
        assertThat(count.estimate(10)).isCloseTo(sessions, within(allowed));
    }

    @Test
    void staysFiniteWhenAllBitsAreSet() {
        for (long fingerprint = 0; fingerprint < SessionCount.BITS; fingerprint++) {
            count.seen(fingerprint, 0);
        }
        assertThat(count.estimate(0)).isBetween(30_000.0, 40_000.0);
    }

    @Test
    void aSessionLivesForOneToTwoWindowsAfterItsLastRequest() {
        count.seen(1, WINDOW / 2);
        assertThat(count.estimate(WINDOW + 1)).isCloseTo(1, within(0.01));
        assertThat(count.estimate(2 * WINDOW + 1)).isZero();
        count.seen(1, 2 * WINDOW + 2);
        count.seen(1, 3 * WINDOW + 2);
        assertThat(count.estimate(4 * WINDOW + 2)).isCloseTo(1, within(0.01));
        assertThat(count.estimate(9 * WINDOW)).isZero();
    }

    @Test
    void aSessionSeenInBothWindowsCountsOnce() {
        for (long fingerprint = 0; fingerprint < 100; fingerprint++) {
            assertThat(count.seen(fingerprint, 0)).isTrue();
            assertThat(count.seen(fingerprint, WINDOW)).isFalse();
        }
        assertThat(count.estimate(WINDOW)).isCloseTo(100, within(3.0));
    }

    @Test
    void sessionsThatWereGivenCountEvenWhenTheirClientsLookAlike() {
        for (int i = 0; i < 50; i++) {
            count.given();
            count.taken(7, 0);
        }
        assertThat(count.estimate(0)).isEqualTo(50);
        count.given();
        assertThat(count.estimate(WINDOW)).isEqualTo(51);
        count.taken(7, WINDOW);
        assertThat(count.estimate(WINDOW)).isEqualTo(51);
        assertThat(count.estimate(2 * WINDOW)).isCloseTo(1, within(0.01));
    }

    @Test
    void aSessionThatWasNotTakenDoesNotCount() {
        count.given();
        assertThat(count.estimate(0)).isEqualTo(1);
        count.notTaken();
        assertThat(count.estimate(0)).isZero();
    }

    @Test
    void tellsWhenAWindowEnded() {
        count.seen(1, 5);
        assertThat(count.outdated(WINDOW - 1)).isFalse();
        assertThat(count.outdated(WINDOW)).isTrue();
        count.estimate(WINDOW);
        assertThat(count.outdated(WINDOW)).isFalse();
    }

    @Test
    void clocksBelowZeroCountTheSame() {
        count.seen(1, -WINDOW - 5);
        assertThat(count.estimate(-3)).isCloseTo(1, within(0.01));
        assertThat(count.estimate(5)).isZero();
    }
}
