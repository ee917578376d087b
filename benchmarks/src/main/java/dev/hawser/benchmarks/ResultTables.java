package dev.hawser.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * Results as Markdown: a table for each class of benchmarks, a row for each benchmark, a column for each size. Sizes are
 * the parameter whose values are numbers; another parameter is part of a row's name.
 */
final class ResultTables {

    /** The key of GCProfiler's result in bytes for each operation, which it marks with a sign of its own. */
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Collection<RunResult> results;

    ResultTables(Collection<RunResult> results) {
        this.results = results;
    }

    String markdown() {
        Map<String, List<RunResult>> byClass = new LinkedHashMap<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            String type = name.substring(0, name.lastIndexOf('.'));
            byClass.computeIfAbsent(type.substring(type.lastIndexOf('.') + 1), key -> new ArrayList<>())
                    .add(result);
        }
        StringBuilder text = new StringBuilder(Circumstances.now()).append('\n');
        byClass.forEach((name, members) -> text.append('\n').append(table(name, members)));
        return text.toString();
    }

    private static String table(String name, List<RunResult> members) {
        Set<Integer> sizes = new TreeSet<>();
        Set<String> rows = new LinkedHashSet<>();
        Map<String, String> cells = new LinkedHashMap<>();
        String sizeName = "";
        for (RunResult member : members) {
            BenchmarkParams params = member.getParams();
            String row = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
            int size = 0;
            for (String key : params.getParamsKeys()) {
                String value = params.getParam(key);
                if (value.chars().allMatch(Character::isDigit)) {
                    sizeName = key;
                    size = Integer.parseInt(value);
                } else {
                    row += ", " + value;
                }
            }
            sizes.add(size);
            rows.add(row);
            cells.put(row + '\0' + size, cell(member));
        }
        StringBuilder table = new StringBuilder("| ").append(name).append(" |");
        for (int size : sizes) {
            table.append(String.format(Locale.ROOT, " %,d %s |", size, sizeName));
        }
        table.append("\n|---|").append("---:|".repeat(sizes.size())).append('\n');
        for (String row : rows) {
            table.append("| `").append(row.replace(", ", "` ")).append(row.contains(", ") ? " |" : "` |");
            for (int size : sizes) {
                table.append(' ')
                        .append(cells.getOrDefault(row + '\0' + size, "–"))
                        .append(" |");
            }
            table.append('\n');
        }
        return table.toString();
    }

    private static String cell(RunResult result) {
        Result<?> time = result.getPrimaryResult();
        String score = number(time.getScore());
        String error = Double.isNaN(time.getScoreError()) ? "" : " ± " + number(time.getScoreError());
        return score + error + " ns" + allocated(result);
    }

    /** What is left of the harness itself is far below a byte. */
    private static String allocated(RunResult result) {
        for (String key : result.getSecondaryResults().keySet()) {
            if (key.contains(ALLOCATED)) {
                Result<?> bytes = result.getSecondaryResults().get(key);
                return ", " + Math.round(bytes.getScore()) + " B";
            }
        }
        return "";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }
}
