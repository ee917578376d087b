package dev.hawser.proxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProcessMetricsTest {

    @Test
    void tellsWhatTheProcessNeeds() {
        PrometheusText text = new PrometheusText();
        new ProcessMetrics().writeTo(text);
        Map<String, Double> samples = text.toString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));

        double used = samples.getOrDefault("jvm_memory_used_bytes{area=\"heap\"}", 0.0);
        assertThat(used)
                .isPositive()
                .isLessThanOrEqualTo(samples.getOrDefault("jvm_memory_committed_bytes{area=\"heap\"}", 0.0));
        assertThat(samples.getOrDefault("process_cpu_seconds_total", 0.0)).isPositive();
        double start = samples.getOrDefault("process_start_time_seconds", 0.0);
        assertThat(start)
                .isEqualTo(ProcessHandle.current()
                                .info()
                                .startInstant()
                                .orElseThrow()
                                .toEpochMilli()
                        / 1000.0);
    }
}
