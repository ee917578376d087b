package dev.hawser.proxy.metrics;

import java.math.BigDecimal;

/**
 * Builds a scrape in Prometheus' text format 0.0.4 (Prometheus documentation, "Exposition formats"). Used by one thread.
 */
public final class PrometheusText {

    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder(4096);
    private String family = "";

    /** What the values of a family are. */
    public enum Type {
        COUNTER("counter"),
        GAUGE("gauge"),
        HISTOGRAM("histogram");

        private final String text;

        Type(String text) {
            this.text = text;
        }
    }

    /** Begins a family, to which the samples that follow belong. */
    public PrometheusText family(String name, Type type, String help) {
        family = name;
        text.append("# HELP ").append(name).append(' ');
        escape(help, Quotes.PLAIN);
        text.append("\n# TYPE ").append(name).append(' ').append(type.text).append('\n');
        return this;
    }

    /**
     * Adds a sample of the family begun last.
     *
     * @param namesAndValues of its labels, a name and a value in turn
     */
    public PrometheusText sample(long value, String... namesAndValues) {
        return sample(BigDecimal.valueOf(value), namesAndValues);
    }

    /** Adds a sample with a fraction. */
    public PrometheusText sample(BigDecimal value, String... namesAndValues) {
        sample("", value, namesAndValues);
        return this;
    }

    private void sample(String suffix, BigDecimal value, String... namesAndValues) {
        text.append(family).append(suffix);
        labels(namesAndValues);
        text.append(namesAndValues.length == 0 ? " " : "} ")
                .append(value.toPlainString())
                .append('\n');
    }

    /**
     * Adds a histogram of the family begun last.
     *
     * @param bounds the greatest value of each bucket but the last
     * @param counts how many values each bucket has, one bucket more than there are bounds
     * @param sum of all values
     * @param namesAndValues of its labels, a name and a value in turn
     */
    public PrometheusText histogram(long[] bounds, long[] counts, BigDecimal sum, String... namesAndValues) {
        long below = 0;
        for (int i = 0; i < counts.length; i++) {
            below += counts[i];
            text.append(family).append("_bucket");
            labels(namesAndValues);
            text.append(namesAndValues.length == 0 ? '{' : ',').append("le=\"");
            if (i < bounds.length) {
                text.append(bounds[i]);
            } else {
                text.append("+Inf");
            }
            text.append("\"} ").append(below).append('\n');
        }
        sample("_count", BigDecimal.valueOf(below), namesAndValues);
        sample("_sum", sum, namesAndValues);
        return this;
    }

    private void labels(String... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(namesAndValues[i]).append("=\"");
            escape(namesAndValues[i + 1], Quotes.ESCAPED);
            text.append('"');
        }
    }

    private enum Quotes {
        PLAIN,
        ESCAPED
    }

    private void escape(String value, Quotes quotes) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '"' -> text.append(quotes == Quotes.ESCAPED ? "\\\"" : "\"");
                default -> text.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
