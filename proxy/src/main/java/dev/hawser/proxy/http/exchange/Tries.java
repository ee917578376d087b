package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.balancing.Balancer;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.balancing.Selection;
import dev.hawser.proxy.balancing.SessionOutcome;
import dev.hawser.proxy.http.upstream.ConnectFailure;
import dev.hawser.proxy.http.upstream.ConnectListener;
import dev.hawser.proxy.http.upstream.UpstreamConnection;
import dev.hawser.proxy.http.upstream.UpstreamSource;
import dev.hawser.proxy.http.upstream.UpstreamTls;
import dev.hawser.proxy.runtime.ServiceRuntime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tries of one exchange: each is an endpoint that the balancer offers and a connection to it. The balancer hears once
 * what became of each.
 *
 * <p>No endpoint that failed is tried again. But an idle connection that turns out to be closed says nothing of its
 * endpoint, nor does a connection on which it refuses one request; it gets the request again on another.
 */
final class Tries implements ConnectListener {

    private final Exchange exchange;
    private final Worker worker;
    private final ClientRequest request;
    private final ExchangeRecord record;
    private final ServiceRuntime service;
    private final UpstreamRequest head;
    private final RequestBody body;
    private int retriesLeft;
    /** Where connections come from. */
    private final UpstreamSource source;

    private List<Endpoint> failed = List.of();
    /** Whether the latest try went to its endpoint again. */
    private boolean reconnected;

    private @Nullable Selection selection;
    /** The selection for as long as its balancer has not heard what became of it. */
    private @Nullable Selection unsettled;

    Tries(
            Exchange exchange,
            Worker worker,
            ClientRequest request,
            RequestBody body,
            ExchangeRecord record,
            ServiceRuntime service,
            UpstreamRequest head) {
        this.exchange = exchange;
        this.worker = worker;
        this.request = request;
        this.record = record;
        this.service = service;
        this.head = head;
        this.body = body;
        this.retriesLeft = service.config().retries();
        this.source = worker.upstreams().source(service.config().protocol());
    }

    ServiceRuntime service() {
        return service;
    }

    /** The endpoint of the latest try; {@code null} before the first. */
    @Nullable
    Selection selection() {
        return selection;
    }

    /** Begins the next try; fails the exchange when there is no endpoint for one. */
    void next() {
        Balancer balancer = service.upstream().balancer();
        Selection next = balancer.select(request, failed);
        if (next == null) {
            exchange.fail(FailureReply.failureOf(balancer.absence(request), record.lastTryFailure()), null);
            return;
        }
        selection = next;
        unsettled = next;
        reconnected = false;
        record.chosen(next);
        UpstreamTls tls = tlsFor(next.endpoint());
        UpstreamConnection idle =
                repeatable() ? source.take(next.endpoint(), tls) : source.takeFresh(next.endpoint(), tls);
        if (idle == null) {
            connect(next.endpoint());
        } else {
            begin(idle);
        }
    }

    private void connect(Endpoint endpoint) {
        source.connect(endpoint, tlsFor(endpoint), service.config().connectTimeout(), this);
    }

    private UpstreamTls tlsFor(Endpoint endpoint) {
        return TlsPolicy.of(service, head.hostFor(endpoint));
    }

    private void begin(UpstreamConnection connection) {
        exchange.begin(connection, head.headFor(connection.endpoint()));
    }

    @Override
    public void connected(UpstreamConnection connection) {
        if (exchange.over()) {
            connection.release();
        } else {
            begin(connection);
        }
    }

    @Override
    public void notConnected(Endpoint endpoint, ConnectFailure failure, Throwable cause) {
        if (!exchange.over()) {
            exchange.tryFailed(FailureReply.failureOf(failure), cause);
        }
    }

    /**
     * Whether a connection that was lost before its response began says nothing of its endpoint, and the request may go
     * there again: it was not new and the request has the effect of once (RFC 9110 section 9.2.2), or the endpoint did
     * nothing with it. Once only: an endpoint may refuse on every connection.
     */
    boolean mayReconnect(UpstreamConnection lost) {
        if (reconnected) {
            return false;
        }
        return (lost.reused() && repeatable()) || (lost.unprocessed() && resendable());
    }

    /** Goes on with the same try on a new connection. */
    void reconnect() {
        if (selection != null) {
            reconnected = true;
            connect(selection.endpoint());
        }
    }

    /** The latest try is lost; whether there may be another. */
    boolean failed(ProxyFailure failure) {
        Selection lost = selection;
        if (lost == null) {
            return false;
        }
        giveBack();
        worker.observer().tryFailed(service, lost.endpoint(), failure);
        failed = failed.isEmpty() ? new ArrayList<>(2) : failed;
        failed.add(lost.endpoint());
        record.tryFailed(failure);
        return takeRetry(failure, lost);
    }

    /** A final response began. */
    void answered(int status) {
        Selection answering = unsettled;
        unsettled = null;
        if (answering != null) {
            service.upstream().balancer().answered(request, answering);
        }
        if (selection != null) {
            worker.observer().responded(service, selection.endpoint(), status);
        }
    }

    /** No response will come of the latest try. */
    void giveBack() {
        Selection given = unsettled;
        unsettled = null;
        if (given != null) {
            service.upstream().balancer().unanswered(request, given);
        }
    }

    /** No further try is made. */
    void recycle() {
        head.recycle();
    }

    /** Whether the request can be sent a second time with the effect of once. */
    private boolean repeatable() {
        return request.idempotent() && body.repeatable();
    }

    /** Takes what another try costs; whether there may be one. */
    private boolean takeRetry(ProxyFailure failure, Selection tried) {
        int cost = leavesSession(failure, tried) ? 0 : 1;
        if (retriesLeft < cost || !allowedAfter(failure)) {
            return false;
        }
        retriesLeft -= cost;
        return true;
    }

    /**
     * Whether the session's endpoint could not be reached. Finding that out costs nothing: a request never fails because
     * the pod of its session is gone.
     */
    private static boolean leavesSession(ProxyFailure failure, Selection tried) {
        return failure.retry() == ProxyFailure.Retry.ALWAYS && tried.outcome() == SessionOutcome.STUCK;
    }

    private boolean allowedAfter(ProxyFailure failure) {
        return switch (failure.retry()) {
            case NEVER -> false;
            case IF_REPEATABLE -> repeatable();
            case ALWAYS -> resendable();
        };
    }

    /** Whether a request of which nothing was sent can be sent: nothing of its body was dropped. */
    private boolean resendable() {
        return body.repeatable() || !body.begun();
    }
}
