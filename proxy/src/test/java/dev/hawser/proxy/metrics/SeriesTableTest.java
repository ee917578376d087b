package dev.hawser.proxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesTableTest {

    private record Series(String first, String second, LongAdder count) {}

    private final Set<String> configured = new HashSet<>();
    private final SeriesTable<Series> table = new SeriesTable<>(
            (first, second) -> new Series(first, second, new LongAdder()),
            () -> (first, second) -> configured.contains(first + "/" + second));

    @Test
    void theSameNamesAreTheSameSeries() {
        Series series = table.get("a", "b");
        assertThat(table.get("a", "b")).isSameAs(series);
        assertThat(table.get("a", "c")).isNotSameAs(series);
        assertThat(table.get("b", "a")).isNotSameAs(series);
        assertThat(table.size()).isEqualTo(3);
    }

    @Test
    void allComeInTheOrderOfTheirNames() {
        table.get("b", "a");
        table.get("a", "b");
        table.get("a", "a");
        assertThat(table.all())
                .extracting(series -> series.first() + series.second())
                .containsExactly("aa", "ab", "ba");
    }

    @Test
    void whatTheConfigurationHasKeepsItsNumbersAndTheRestIsDropped() {
        configured.add("a/b");
        Series kept = table.get("a", "b");
        table.get("a", "c");
        table.get("x", "y");

        table.prune();

        assertThat(table.all()).containsExactly(kept);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void namesThatComeAndGoDoNotPileUpWhenNobodyScrapes() {
        for (int i = 0; i < 100_000; i++) {
            configured.clear();
            configured.add("service/" + i);
            table.get("service", Integer.toString(i));
        }
        assertThat(table.size()).isLessThanOrEqualTo(1024);
    }

    @Test
    void aLargeConfigurationFitsAsAWhole() {
        IntStream.range(0, 5000).forEach(i -> configured.add("service/" + i));
        IntStream.range(0, 5000).forEach(i -> table.get("service", Integer.toString(i)));
        assertThat(table.size()).isEqualTo(5000);
    }

    @Test
    void manyThreadsMakeASeriesOnce() throws InterruptedException {
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.ofPlatform()
                    .start(() -> IntStream.range(0, 1000)
                            .forEach(number -> table.get("service", Integer.toString(number % 100))
                                    .count()
                                    .increment()));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(table.size()).isEqualTo(100);
        assertThat(table.all().stream()
                        .mapToLong(series -> series.count().sum())
                        .sum())
                .isEqualTo(8000);
    }
}
