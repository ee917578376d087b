package dev.hawser.proxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.http.http2.Flood;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeMetricsTest {

    @Test
    void floodsAreCountedByTheirReason() {
        NodeMetrics metrics = new NodeMetrics("node", "3.9.1");
        ExchangeObserver observer = ExchangeObserver.all(List.of(ExchangeObserver.NONE, metrics));
        observer.flooded(Flood.CLIENT_RESETS);
        observer.flooded(Flood.CLIENT_RESETS);
        observer.flooded(Flood.PINGS);
        PrometheusText text = new PrometheusText();
        metrics.writeTo(text);
        assertThat(text.toString())
                .contains(
                        "# TYPE hawser_http2_connections_closed_total counter\n",
                        "hawser_http2_connections_closed_total{reason=\"client_resets\"} 2\n",
                        "hawser_http2_connections_closed_total{reason=\"pings\"} 1\n",
                        "hawser_http2_connections_closed_total{reason=\"settings\"} 0\n");
    }
}
