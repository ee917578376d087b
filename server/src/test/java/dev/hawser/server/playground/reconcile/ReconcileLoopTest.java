package dev.hawser.server.playground.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReconcileLoopTest {

    private final ReconcileLoop<String> loop = new ReconcileLoop<>("test");
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        loop.close();
    }

    private String next() throws InterruptedException {
        return seen.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void looksOnceAtAKeyNamedManyTimesAndKeepsTheOrder() throws Exception {
        loop.enqueue("a");
        loop.enqueue("b");
        loop.enqueue("a");
        loop.enqueue("end");
        loop.start(key -> {
            seen.add(key);
            return Next.onEvent();
        });
        assertThat(next()).isEqualTo("a");
        assertThat(next()).isEqualTo("b");
        assertThat(next()).isEqualTo("end");
    }

    @Test
    void looksAgainAtAKeyNamedWhileItIsLookedAt() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        loop.start(key -> {
            seen.add(key);
            inside.countDown();
            goOn.await();
            return Next.onEvent();
        });
        loop.enqueue("a");
        inside.await();
        loop.enqueue("a");
        goOn.countDown();
        assertThat(next()).isEqualTo("a");
        assertThat(next()).isEqualTo("a");
    }

    @Test
    void triesAgainUntilAKeySucceeds() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        loop.start(key -> {
            if (attempts.incrementAndGet() < 4) {
                throw new IllegalStateException("not yet");
            }
            seen.add(key);
            return Next.onEvent();
        });
        loop.enqueue("a");
        assertThat(next()).isEqualTo("a");
        assertThat(attempts).hasValue(4);
    }

    @Test
    void looksAgainAfterTheTimeTheReconcilerNames() throws Exception {
        loop.start(key -> {
            seen.add(key);
            return seen.size() < 3 ? Next.after(Duration.ofMillis(1)) : Next.onEvent();
        });
        loop.enqueue("a");
        while (seen.size() < 3) {
            Thread.onSpinWait();
        }
        assertThat(seen).containsExactly("a", "a", "a");
    }

    @Test
    void looksAtTheEarliestOfSeveralTimes() throws Exception {
        loop.enqueueAfter("a", Duration.ofDays(1));
        loop.enqueueAfter("a", Duration.ZERO);
        loop.enqueueAfter("b", Duration.ofDays(1));
        loop.start(key -> {
            seen.add(key);
            return Next.onEvent();
        });
        assertThat(next()).isEqualTo("a");
    }

    @Test
    void waitsTwiceAsLongAfterEachFailureUpToALimit() {
        assertThat(ReconcileLoop.retryDelay(1)).isEqualTo(Duration.ofMillis(10));
        assertThat(ReconcileLoop.retryDelay(2)).isEqualTo(Duration.ofMillis(20));
        assertThat(ReconcileLoop.retryDelay(9)).isEqualTo(Duration.ofMillis(2560));
        assertThat(ReconcileLoop.retryDelay(10)).isEqualTo(Duration.ofSeconds(5));
        assertThat(ReconcileLoop.retryDelay(1_000_000)).isEqualTo(Duration.ofSeconds(5));
    }
}
