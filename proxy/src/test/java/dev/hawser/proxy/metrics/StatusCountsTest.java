package dev.hawser.proxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hawser.proxy.metrics.StatusCounts.Source;
import org.junit.jupiter.api.Test;

class StatusCountsTest {

    private final StatusCounts counts = new StatusCounts();

    @Test
    void eachStatusIsCountedByWhoGaveIt() {
        counts.add(200, Source.SERVICE);
        counts.add(503, Source.SERVICE);
        counts.add(503, Source.GATEWAY);
        counts.add(200, Source.SERVICE);

        assertThat(counts.all())
                .extracting(
                        StatusCounts.Count::status,
                        StatusCounts.Count::source,
                        count -> count.number().sum())
                .containsExactly(
                        tuple(200, Source.SERVICE, 2L), tuple(503, Source.SERVICE, 1L), tuple(503, Source.GATEWAY, 1L));
    }

    @Test
    void noneIsLostWhenSeveralThreadsCountANewOne() throws InterruptedException {
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.ofPlatform().start(() -> {
                for (int status = 200; status < 300; status++) {
                    counts.add(status, Source.SERVICE);
                }
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(counts.all())
                .hasSize(100)
                .allSatisfy(count -> assertThat(count.number().sum()).isEqualTo(8));
    }
}
