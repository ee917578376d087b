package dev.hawser.proxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    private static final long MILLI = 1_000_000;

    private final LatencyHistogram histogram = new LatencyHistogram(new long[] {1, 5});

    private String text() {
        PrometheusText text = new PrometheusText();
        text.family("took_ms", PrometheusText.Type.HISTOGRAM, "How long.");
        histogram.writeTo(text, "route", "a");
        return text.toString();
    }

    @Test
    void aValueIsInItsBucketAndAllAboveAndABoundBelongsToTheBucketBelow() {
        histogram.record(0);
        histogram.record(MILLI);
        histogram.record(MILLI + 1);
        histogram.record(5 * MILLI);
        histogram.record(77 * MILLI);

        assertThat(text()).isEqualTo("""
                # HELP took_ms How long.
                # TYPE took_ms histogram
                took_ms_bucket{route="a",le="1"} 2
                took_ms_bucket{route="a",le="5"} 4
                took_ms_bucket{route="a",le="+Inf"} 5
                took_ms_count{route="a"} 5
                took_ms_sum{route="a"} 84.000
                """);
    }

    @Test
    void theSumHasFractionsOfMilliseconds() {
        histogram.record(1_234_567);
        histogram.record(400);
        assertThat(text()).contains("took_ms_sum{route=\"a\"} 1.234\n");
    }

    @Test
    void nothingIsAllZero() {
        assertThat(text()).contains("le=\"+Inf\"} 0\n", "_count{route=\"a\"} 0\n", "_sum{route=\"a\"} 0.000\n");
    }
}
