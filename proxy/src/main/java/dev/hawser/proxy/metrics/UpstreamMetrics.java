package dev.hawser.proxy.metrics;

import dev.hawser.config.Algorithm;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.balancing.SessionOutcome;
import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.http.exchange.ExchangeSummary;
import dev.hawser.proxy.http.exchange.ProxyFailure;
import dev.hawser.proxy.runtime.RouteRuntime;
import dev.hawser.proxy.runtime.RuntimeSnapshot;
import dev.hawser.proxy.runtime.ServiceRuntime;
import dev.hawser.proxy.runtime.UpstreamRuntime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What became of sessions and tries in each upstream, and how far its terminating endpoints are. Counted by event loops, read
 * by any thread.
 */
public final class UpstreamMetrics implements ExchangeObserver, MetricSource {

    private final Supplier<RuntimeSnapshot> current;
    private final SeriesTable<UpstreamSeries> table;

    /** @param current the snapshot of the moment, whose upstreams are kept */
    public UpstreamMetrics(Supplier<RuntimeSnapshot> current) {
        this.current = current;
        this.table = new SeriesTable<>((upstream, _) -> new UpstreamSeries(upstream), () -> {
            Map<String, UpstreamRuntime> upstreams = current.get().upstreams();
            return (upstream, _) -> upstreams.containsKey(upstream);
        });
    }

    private UpstreamSeries of(ServiceRuntime service) {
        return table.get(service.upstream().config().name(), "");
    }

    @Override
    public void tryFailed(ServiceRuntime service, Endpoint endpoint, ProxyFailure failure) {
        increment(of(service).failedTries.get(failure));
    }

    /** Only what an endpoint answered counts: a session that was chosen and never told is none. */
    @Override
    public void ended(ExchangeSummary exchange) {
        RouteRuntime route = exchange.route();
        ServiceRuntime service = route == null ? null : route.service();
        if (service != null && exchange.session() != SessionOutcome.NONE && exchange.answeredByEndpoint()) {
            increment(of(service).sessions.get(exchange.session()));
        }
    }

    private static void increment(@Nullable LongAdder number) {
        if (number != null) {
            number.increment();
        }
    }

    @Override
    public void writeTo(PrometheusText text) {
        List<UpstreamSeries> all = table.all();
        text.family(
                "hawser_session_requests_total",
                PrometheusText.Type.COUNTER,
                "Requests that endpoints of sticky upstreams answered, by what became of their sessions.");
        all.stream()
                .filter(UpstreamSeries::sticky)
                .forEach(series -> series.sessions.forEach((outcome, number) ->
                        text.sample(number.sum(), "upstream", series.upstream, "outcome", lower(outcome))));
        text.family(
                "hawser_failed_tries_total",
                PrometheusText.Type.COUNTER,
                "Tries at endpoints that failed, by how they did.");
        for (UpstreamSeries series : all) {
            series.failedTries.forEach((failure, number) -> {
                long count = number.sum();
                if (count > 0) {
                    text.sample(count, "upstream", series.upstream, "failure", lower(failure));
                }
            });
        }
        table.prune();
        writeDraining(text);
    }

    private void writeDraining(PrometheusText text) {
        text.family(
                "hawser_draining_exchanges",
                PrometheusText.Type.GAUGE,
                "Exchanges under way at endpoints that are terminating, upgraded connections among them.");
        writeDraining(text, Endpoint::activeTries, _ -> true);
        text.family(
                "hawser_draining_sessions",
                PrometheusText.Type.GAUGE,
                "About how many sessions came to endpoints that are terminating, in the last five to ten minutes.");
        long nowNanos = System.nanoTime();
        writeDraining(
                text,
                endpoint -> endpoint.liveSessions(nowNanos),
                upstream -> upstream.config().algorithm() == Algorithm.STICKY_SESSIONS);
    }

    private void writeDraining(
            PrometheusText text, ToLongFunction<Endpoint> measure, Predicate<UpstreamRuntime> concerned) {
        current.get().upstreams().values().stream()
                .filter(concerned)
                .sorted(Comparator.comparing(upstream -> upstream.config().name()))
                .forEach(upstream -> upstream.endpoints().stream()
                        .filter(Endpoint::terminating)
                        .forEach(endpoint -> text.sample(
                                measure.applyAsLong(endpoint),
                                "upstream",
                                upstream.config().name(),
                                "target",
                                endpoint.toString())));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
