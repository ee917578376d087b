package dev.hawser.proxy.metrics;

import dev.hawser.proxy.http.exchange.ExchangeSummary;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of one route of one service. Counted by event loops, read by any thread. */
final class RouteSeries {

    final String service;
    final String route;
    final StatusCounts statuses = new StatusCounts();
    final LongAdder ingressBytes = new LongAdder();
    final LongAdder egressBytes = new LongAdder();
    final LatencyHistogram gateway = new LatencyHistogram(LatencyHistogram.GATEWAY_BOUNDS);
    final LatencyHistogram upstream = new LatencyHistogram(LatencyHistogram.UPSTREAM_BOUNDS);
    final LatencyHistogram total = new LatencyHistogram(LatencyHistogram.UPSTREAM_BOUNDS);

    RouteSeries(String service, String route) {
        this.service = service;
        this.route = route;
    }

    void add(ExchangeSummary exchange) {
        boolean answered = exchange.answeredByEndpoint();
        statuses.add(exchange.reportedStatus(), answered ? StatusCounts.Source.SERVICE : StatusCounts.Source.GATEWAY);
        ingressBytes.add(exchange.bytesReceived());
        egressBytes.add(exchange.bytesSent());
        if (answered) {
            upstream.record(exchange.upstreamNanos());
            gateway.record(exchange.proxyNanos());
        } else {
            gateway.record(exchange.totalNanos());
        }
        total.record(exchange.totalNanos());
    }
}
