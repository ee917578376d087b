package dev.hawser.benchmarks.compare;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What was measured: of each metric and contender one value a round. */
final class Results {

    private final Map<Metric, Map<String, List<Double>>> values = new EnumMap<>(Metric.class);

    void add(Metric metric, Contender contender, double value) {
        add(metric, contender.name(), value);
    }

    void add(Metric metric, String contender, double value) {
        values.computeIfAbsent(metric, _ -> new TreeMap<>())
                .computeIfAbsent(contender, _ -> new ArrayList<>())
                .add(value);
    }

    boolean has(Metric metric) {
        return values.containsKey(metric);
    }

    /** The median of the rounds. */
    double median(Metric metric, String contender) {
        return median(rounds(metric, contender));
    }

    /** The median over the rounds of a contender's value divided by the best that another had in the same round. */
    double ratioToBestPeer(Metric metric, String contender) {
        List<Double> own = rounds(metric, contender);
        List<List<Double>> others = values.getOrDefault(metric, Map.of()).entrySet().stream()
                .filter(entry -> !entry.getKey().equals(contender))
                .map(Map.Entry::getValue)
                .toList();
        return median(IntStream.range(0, own.size())
                .mapToObj(round -> own.get(round)
                        / others.stream()
                                .map(other -> other.get(round))
                                .reduce(metric::best)
                                .orElseThrow())
                .toList());
    }

    private List<Double> rounds(Metric metric, String contender) {
        List<Double> rounds = values.getOrDefault(metric, Map.of()).get(contender);
        if (rounds == null) {
            throw new IllegalArgumentException(
                    contender + ": has no " + metric.label() + " (expected: a value a round)");
        }
        return rounds;
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
