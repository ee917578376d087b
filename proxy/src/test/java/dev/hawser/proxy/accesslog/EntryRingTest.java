package dev.hawser.proxy.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class EntryRingTest {

    private final EntryRing ring = new EntryRing(4);

    private boolean put(int status) {
        AccessEntry entry = ring.claim();
        if (entry == null) {
            return false;
        }
        entry.status = status;
        ring.publish();
        return true;
    }

    private int take() {
        AccessEntry entry = Objects.requireNonNull(ring.next());
        int status = entry.status;
        ring.release();
        return status;
    }

    @Test
    void givesEntriesInTheirOrderAndRefusesWhatDoesNotFit() {
        int next = 0;
        int expected = 0;
        for (int round = 0; round < 10; round++) {
            while (put(next)) {
                next++;
            }
            assertThat(ring.waiting()).isEqualTo(4);
            for (int i = 0; i <= round % 4; i++) {
                assertThat(take()).isEqualTo(expected++);
            }
        }
        while (expected < next) {
            assertThat(take()).isEqualTo(expected++);
        }
        assertThat(ring.next()).isNull();
        assertThat(ring.waiting()).isZero();
    }

    @Test
    void anEntryThatIsClaimedIsNotThereBeforeItIsPublished() {
        assertThat(ring.claim()).isNotNull();
        assertThat(ring.next()).isNull();
        ring.publish();
        assertThat(ring.next()).isNotNull();
    }

    @Test
    void entriesAreUsedAgain() {
        put(1);
        AccessEntry first = ring.next();
        take();
        for (int i = 0; i < 3; i++) {
            put(i);
            take();
        }
        assertThat(ring.claim()).isSameAs(first);
    }

    @Test
    void twoThreadsSeeTheSame() throws InterruptedException {
        int count = 10_000;
        Thread loop = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < count; ) {
                if (put(i)) {
                    i++;
                } else {
                    Thread.onSpinWait();
                }
            }
        });
        for (int expected = 0; expected < count; ) {
            if (ring.next() == null) {
                Thread.onSpinWait();
            } else {
                assertThat(take()).isEqualTo(expected++);
            }
        }
        loop.join();
    }

    @Test
    void aCapacityThatIsNoPowerOfTwoIsRefused() {
        assertThatThrownBy(() -> new EntryRing(6)).hasMessage("ring: 6 entries (expected: a power of two)");
    }
}
