package dev.hawser.proxy.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * What is counted for pairs of names that the configuration has. Series of names that it has no longer are dropped with the
 * scrape that shows them last, and when there are many more than there should be: so their number is bounded by the
 * configuration, not by its history. Looked up by event loops without locks and without making anything.
 */
final class SeriesTable<V> {

    /** How many there may be before it is looked for those that are not needed, whatever the configuration has. */
    private static final int LEAST_LIMIT = 1024;

    private final Map<String, Map<String, V>> series = new ConcurrentHashMap<>();
    private final BiFunction<String, String, V> maker;
    private final Supplier<BiPredicate<String, String>> configured;
    private final AtomicInteger size = new AtomicInteger();

    /** From which size on those that are not needed are dropped when one more is made. Twice as many as were needed last. */
    private final AtomicInteger limit = new AtomicInteger(LEAST_LIMIT);

    /** @param configured tells of pairs of names whether the configuration of the moment has them */
    SeriesTable(BiFunction<String, String, V> maker, Supplier<BiPredicate<String, String>> configured) {
        this.maker = maker;
        this.configured = configured;
    }

    V get(String first, String second) {
        Map<String, V> inner = series.get(first);
        V found = inner == null ? null : inner.get(second);
        return found == null ? make(first, second) : found;
    }

    private V make(String first, String second) {
        if (size.get() >= limit.get()) {
            prune();
        }
        // Under the key's lock, so that no inner map is filled that was just dropped.
        List<V> made = new ArrayList<>(1);
        series.compute(first, (_, before) -> {
            Map<String, V> inner = before == null ? new ConcurrentHashMap<>() : before;
            made.add(inner.computeIfAbsent(second, _ -> {
                size.incrementAndGet();
                return maker.apply(first, second);
            }));
            return inner;
        });
        return made.getFirst();
    }

    /** Drops the series that the configuration does not have. */
    void prune() {
        BiPredicate<String, String> wanted = configured.get();
        for (String first : series.keySet()) {
            series.computeIfPresent(first, (_, inner) -> {
                int before = inner.size();
                inner.keySet().removeIf(second -> !wanted.test(first, second));
                size.addAndGet(inner.size() - before);
                return inner.isEmpty() ? null : inner;
            });
        }
        limit.set(Math.max(LEAST_LIMIT, 2 * size.get()));
    }

    /** All series, ordered by their names. */
    List<V> all() {
        return series.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> entry.getValue().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                        .map(Map.Entry::getValue))
                .toList();
    }

    int size() {
        return size.get();
    }
}
