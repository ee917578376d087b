package dev.hawser.benchmarks.compare;

import dev.hawser.benchmarks.Circumstances;
import java.util.List;
import java.util.Locale;

/** Results as a Markdown table: a row for each metric, a column for each contender and one for Hawser's ratio. */
record Report(List<Contender> contenders, Results results, String conditions) {

    String markdown() {
        StringBuilder text = new StringBuilder(Circumstances.now())
                .append(' ')
                .append(conditions)
                .append("\n\n| median of the rounds |");
        contenders.forEach(contender -> text.append(' ')
                .append(contender.name())
                .append(' ')
                .append(contender.version())
                .append(" |"));
        text.append(" Hawser ÷ best of the others |\n|---|")
                .append("---:|".repeat(contenders.size() + 1))
                .append('\n');
        for (Metric metric : Metric.values()) {
            if (results.has(metric)) {
                row(metric, text);
            }
        }
        return text.toString();
    }

    private void row(Metric metric, StringBuilder text) {
        text.append("| ").append(metric.label()).append(" |");
        for (Contender contender : contenders) {
            text.append(' ')
                    .append(metric.text(results.median(metric, contender.name())))
                    .append(" |");
        }
        double ratio = results.ratioToBestPeer(metric, Contender.HAWSER);
        String shown = String.format(Locale.ROOT, "%.2f", ratio);
        text.append(metric.good(ratio) ? " **" + shown + "** |\n" : " " + shown + " |\n");
    }
}
