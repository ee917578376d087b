package dev.hawser.proxy.metrics;

import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.http.exchange.ExchangeSummary;
import dev.hawser.proxy.runtime.RouteRuntime;
import dev.hawser.proxy.runtime.RuntimeSnapshot;
import dev.hawser.proxy.runtime.ServiceRuntime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Requests, their latencies and their bytes for each route and service, under the names that Kong's prometheus plugin gives.
 * As there, requests that reach no service are not among them. Counted by event loops, read by any thread.
 */
public final class RouteMetrics implements ExchangeObserver, MetricSource {

    /** There are no consumers, but dashboards group by this label. */
    private static final String CONSUMER = "";

    private final SeriesTable<RouteSeries> table;

    /** @param current the snapshot of the moment, whose routes are kept */
    public RouteMetrics(Supplier<RuntimeSnapshot> current) {
        this.table = new SeriesTable<>(RouteSeries::new, () -> routesOf(current.get()));
    }

    private static BiPredicate<String, String> routesOf(RuntimeSnapshot snapshot) {
        Map<String, Set<String>> routes = new HashMap<>();
        snapshot.config()
                .services()
                .forEach(service -> service.routes()
                        .forEach(route -> routes.computeIfAbsent(RouteNames.of(service), _ -> new HashSet<>())
                                .add(RouteNames.of(route))));
        return (service, route) -> routes.getOrDefault(service, Set.of()).contains(route);
    }

    @Override
    public void ended(ExchangeSummary exchange) {
        RouteRuntime route = exchange.route();
        ServiceRuntime service = route == null ? null : route.service();
        if (route != null && service != null) {
            table.get(RouteNames.of(service), RouteNames.of(route)).add(exchange);
        }
    }

    @Override
    public void writeTo(PrometheusText text) {
        List<RouteSeries> all = table.all();
        text.family(
                "kong_http_requests_total",
                PrometheusText.Type.COUNTER,
                "HTTP status codes per consumer/service/route in Kong");
        for (RouteSeries series : all) {
            for (StatusCounts.Count count : series.statuses.all()) {
                text.sample(
                        count.number().sum(),
                        "service",
                        series.service,
                        "route",
                        series.route,
                        "code",
                        Integer.toString(count.status()),
                        "source",
                        count.source().label(),
                        "consumer",
                        CONSUMER);
            }
        }
        text.family(
                "kong_bandwidth_bytes",
                PrometheusText.Type.COUNTER,
                "Total bandwidth (ingress/egress) throughput in bytes");
        for (RouteSeries series : all) {
            bandwidth(text, series, "egress", series.egressBytes.sum());
            bandwidth(text, series, "ingress", series.ingressBytes.sum());
        }
        latency(
                text,
                all,
                "kong_kong_latency_ms",
                "Latency added by Kong and enabled plugins for each service/route in Kong",
                series -> series.gateway);
        latency(
                text,
                all,
                "kong_request_latency_ms",
                "Total latency incurred during requests for each service/route in Kong",
                series -> series.total);
        latency(
                text,
                all,
                "kong_upstream_latency_ms",
                "Latency added by upstream response for each service/route in Kong",
                series -> series.upstream);
        table.prune();
    }

    private static void bandwidth(PrometheusText text, RouteSeries series, String direction, long bytes) {
        text.sample(
                bytes, "service", series.service, "route", series.route, "direction", direction, "consumer", CONSUMER);
    }

    private static void latency(
            PrometheusText text,
            List<RouteSeries> all,
            String name,
            String help,
            Function<RouteSeries, LatencyHistogram> histogram) {
        text.family(name, PrometheusText.Type.HISTOGRAM, help);
        all.forEach(series -> histogram.apply(series).writeTo(text, "service", series.service, "route", series.route));
    }
}
