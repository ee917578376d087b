package dev.hawser.proxy.metrics;

import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.http.exchange.ExchangeSummary;
import dev.hawser.proxy.http.exchange.ProxyFailure;
import dev.hawser.proxy.http.exchange.RefusedRequest;
import dev.hawser.proxy.http.http2.Flood;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * What concerns the gateway as a whole: connections, requests, and requests that failed. Counted by event loops, read by any
 * thread, which may be a moment behind.
 */
public final class NodeMetrics implements ExchangeObserver, MetricSource {

    private static final String SUBSYSTEM = "http";

    private final String nodeId;
    private final String version;
    private final LongAdder connected = new LongAdder();
    private final LongAdder disconnected = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder underWay = new LongAdder();

    /** By the number of the failure. */
    private final LongAdder[] failures = new LongAdder[ProxyFailure.values().length];

    /** By the number of the kind. */
    private final LongAdder[] floods = new LongAdder[Flood.values().length];

    /**
     * @param nodeId the identity of the gateway, new at every start
     * @param version which version of Kong it is compatible with
     */
    public NodeMetrics(String nodeId, String version) {
        this.nodeId = nodeId;
        this.version = version;
        for (int i = 0; i < failures.length; i++) {
            failures[i] = new LongAdder();
        }
        for (int i = 0; i < floods.length; i++) {
            floods[i] = new LongAdder();
        }
    }

    @Override
    public void clientConnected() {
        connected.increment();
    }

    @Override
    public void clientDisconnected() {
        disconnected.increment();
    }

    @SuppressWarnings("EnumOrdinal") // lives in this process only
    @Override
    public void flooded(Flood flood) {
        floods[flood.ordinal()].increment();
    }

    @Override
    public void refused(RefusedRequest request) {
        requests.increment();
        failed(request.failure());
    }

    @Override
    public void began() {
        underWay.increment();
    }

    @Override
    public void ended(ExchangeSummary exchange) {
        underWay.decrement();
        requests.increment();
        ProxyFailure failure = exchange.failure();
        if (failure != null) {
            failed(failure);
        }
    }

    @SuppressWarnings("EnumOrdinal") // lives in this process only
    private void failed(ProxyFailure failure) {
        failures[failure.ordinal()].increment();
    }

    /** How many connections of clients there were since the start. */
    public long connectionsAccepted() {
        return connected.sum();
    }

    /** How many connections of clients there are. */
    public long connectionsActive() {
        long closed = disconnected.sum();
        return connected.sum() - closed;
    }

    /** How many requests ended since the start, refused ones among them. */
    public long totalRequests() {
        return requests.sum();
    }

    @Override
    public void writeTo(PrometheusText text) {
        text.family("kong_node_info", PrometheusText.Type.GAUGE, "Kong Node metadata information")
                .sample(1, "node_id", nodeId, "version", version);
        // Kong says so of a gateway without a database, and alerts ask for it.
        text.family(
                        "kong_datastore_reachable",
                        PrometheusText.Type.GAUGE,
                        "Datastore reachable from Kong, 0 is unreachable")
                .sample(1);
        text.family("kong_nginx_connections_total", PrometheusText.Type.GAUGE, "Number of connections by subsystem");
        long active = connectionsActive();
        long writing = Math.max(0, underWay.sum());
        connections(text, "accepted", connectionsAccepted());
        connections(text, "handled", connectionsAccepted());
        connections(text, "total", totalRequests());
        connections(text, "active", active);
        connections(text, "writing", writing);
        connections(text, "waiting", Math.max(0, active - writing));
        text.family("kong_nginx_requests_total", PrometheusText.Type.GAUGE, "Number of requests total")
                .sample(totalRequests(), "node_id", nodeId, "subsystem", SUBSYSTEM);
        text.family(
                "hawser_failures_total",
                PrometheusText.Type.COUNTER,
                "Requests that failed, by whose fault it is and how.");
        for (ProxyFailure failure : ProxyFailure.values()) {
            text.sample(countOf(failure), "side", lower(failure.side()), "failure", lower(failure));
        }
        text.family(
                "hawser_http2_connections_closed_total",
                PrometheusText.Type.COUNTER,
                "Connections of clients by HTTP/2 that were closed, by what they sent too much of.");
        for (Flood flood : Flood.values()) {
            text.sample(countOf(flood), "reason", lower(flood));
        }
    }

    @SuppressWarnings("EnumOrdinal") // lives in this process only
    private long countOf(Flood flood) {
        return floods[flood.ordinal()].sum();
    }

    @SuppressWarnings("EnumOrdinal") // lives in this process only
    private long countOf(ProxyFailure failure) {
        return failures[failure.ordinal()].sum();
    }

    private void connections(PrometheusText text, String state, long number) {
        text.sample(number, "node_id", nodeId, "subsystem", SUBSYSTEM, "state", state);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
