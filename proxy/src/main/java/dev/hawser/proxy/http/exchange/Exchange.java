package dev.hawser.proxy.http.exchange;

import dev.hawser.config.Route;
import dev.hawser.proxy.balancing.Balancer;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.balancing.Selection;
import dev.hawser.proxy.http.codec.Framing;
import dev.hawser.proxy.http.upstream.ConnectFailure;
import dev.hawser.proxy.http.upstream.ConnectListener;
import dev.hawser.proxy.http.upstream.UpstreamConnection;
import dev.hawser.proxy.http.upstream.UpstreamTls;
import dev.hawser.proxy.routing.RouteMatch;
import dev.hawser.proxy.runtime.ServiceRuntime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its response: finds the route, tries endpoints until one takes the request, and hands over to the
 * {@link ResponseRelay}. It ends exactly once, in {@link #completed} or {@link #fail}. Belongs to the event loop of the
 * client's connection.
 *
 * <p>No endpoint that failed is tried again. But an idle connection that turns out to be closed says nothing of its
 * endpoint, which gets the request again on a new one.
 */
final class Exchange implements UpstreamConnection.User, ConnectListener {

    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    private final ClientConnection client;
    private final Worker worker;
    private final ClientRequest request;
    private final RequestBody body;
    private final Retries retries;
    private final ExchangeRecord record;
    private final Silence silence;
    private List<Endpoint> failed = List.of();

    private @Nullable UpstreamRequest upstreamRequest;
    private @Nullable ServiceRuntime service;
    private @Nullable Selection selection;
    /** The selection for as long as its balancer has not heard what became of it. */
    private @Nullable Selection unsettled;

    private @Nullable UpstreamConnection upstream;
    private @Nullable ResponseRelay relay;
    private @Nullable Tunnel tunnel;
    private RequestBody.Progress progress = RequestBody.Progress.AWAITS_UPSTREAM;
    private boolean over;

    Exchange(ClientConnection client, ClientRequest request) {
        this.client = client;
        this.worker = client.worker();
        this.request = request;
        this.body = new RequestBody(client, request.fields(), request.idempotent());
        this.retries = new Retries(request, body);
        this.record = new ExchangeRecord(request);
        this.silence = client.silence();
    }

    // The way to an endpoint

    void start() {
        if (request.head().framing() instanceof Framing.None) {
            body.skip();
        }
        guarded(this::route);
    }

    /** Routers and balancers are not ours: an error in one must not leave the client without a response. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            fail(ProxyFailure.INTERNAL, e);
        }
    }

    private void route() {
        RouteMatch match = worker.snapshots().current().router().match(request);
        if (match == null) {
            fail(ProxyFailure.NO_ROUTE, null);
            return;
        }
        record.routed(match.route());
        request.routed(match);
        if (TlsPolicy.requiredBy(match.route().config()) && !request.forwardedSecure()) {
            requireHttps(match.route().config());
            return;
        }
        ServiceRuntime to = match.route().service();
        if (to == null) {
            fail(ProxyFailure.NO_SERVICE, null);
            return;
        }
        service = to;
        upstreamRequest = new UpstreamRequest(request, match, to, worker.serverToken());
        retries.allow(to.config().retries());
        tryNext(to);
    }

    private void requireHttps(Route route) {
        int status = route.httpsRedirectStatusCode();
        if (status == Route.DEFAULT_HTTPS_REDIRECT_STATUS_CODE) {
            fail(ProxyFailure.HTTPS_REQUIRED, null);
            return;
        }
        Persistence persistence = persistence();
        new OwnResponse(client, request).writeRedirect(status, request, record.totalNanos(), persistence);
        record.answered(status);
        end(Phase.COMPLETED, persistence);
    }

    private void tryNext(ServiceRuntime to) {
        Balancer balancer = to.upstream().balancer();
        Selection next = balancer.select(request, failed);
        if (next == null) {
            fail(FailureReply.failureOf(balancer.absence(request), record.lastTryFailure()), null);
            return;
        }
        selection = next;
        unsettled = next;
        record.chosen(next);
        UpstreamConnection idle = retries.repeatable()
                ? worker.pool().take(next.endpoint(), tlsFor(to, next))
                : worker.pool().takeEstablished(next.endpoint(), tlsFor(to, next));
        if (idle == null) {
            connect(to, next);
        } else {
            begin(idle);
        }
    }

    private void connect(ServiceRuntime to, Selection chosen) {
        UpstreamTls tls = tlsFor(to, chosen);
        worker.connector().connect(chosen.endpoint(), tls, to.config().connectTimeout(), this);
    }

    private UpstreamTls tlsFor(ServiceRuntime to, Selection chosen) {
        return TlsPolicy.of(to.config(), upstreamHead().hostFor(chosen.endpoint()));
    }

    @Override
    public void connected(UpstreamConnection connection) {
        if (over) {
            worker.pool().release(connection);
        } else {
            begin(connection);
        }
    }

    @Override
    public void notConnected(Endpoint endpoint, ConnectFailure failure, Throwable cause) {
        if (!over) {
            tryFailed(FailureReply.failureOf(failure), cause);
        }
    }

    private void begin(UpstreamConnection connection) {
        upstream = connection;
        connection.attach(this);
        record.reached(Phase.CONNECTED);
        relay = new ResponseRelay(this, client, connection, request, record);
        connection.write(upstreamHead().headFor(connection.endpoint()));
        body.restart(connection);
        sendBody(connection);
    }

    private UpstreamRequest upstreamHead() {
        if (upstreamRequest == null) {
            throw new IllegalStateException("exchange: no route yet (expected: a route)");
        }
        return upstreamRequest;
    }

    private void sendBody(UpstreamConnection to) {
        RequestBody.Progress now = body.pump(to);
        if (over || upstream != to) {
            return;
        }
        progress = now;
        switch (now) {
            case MALFORMED -> fail(body.offence(), null);
            case SENT -> record.reached(Phase.REQUEST_SENT);
            case AWAITS_CLIENT, AWAITS_UPSTREAM -> {}
        }
        watchSilence();
    }

    // What happens meanwhile

    void onClientReadable() {
        if (tunnel != null) {
            pumpTunnel(tunnel);
        } else if (upstream != null && !body.sent()) {
            sendBody(upstream);
        }
    }

    void onClientWritable() {
        onUpstreamReadable();
    }

    void onClientClosed() {
        if (tunnel != null) {
            endTunnel(tunnel);
        } else {
            fail(ProxyFailure.CLIENT_GONE, null);
        }
    }

    void onClientTimeout() {
        fail(ProxyFailure.CLIENT_TIMEOUT, null);
    }

    @Override
    public void onUpstreamReadable() {
        if (tunnel != null) {
            pumpTunnel(tunnel);
        } else if (relay != null) {
            relay.pump();
        }
    }

    @Override
    public void onUpstreamWritable() {
        if (tunnel != null) {
            pumpTunnel(tunnel);
        } else if (upstream != null) {
            sendBody(upstream);
        }
    }

    @Override
    public void onUpstreamClosed() {
        if (tunnel != null) {
            endTunnel(tunnel);
        } else if (relay != null) {
            relay.pump();
        }
    }

    @Override
    public void onUpstreamTimeout() {
        if (tunnel != null) {
            endTunnel(tunnel);
        } else if (record.phase() == Phase.RESPONSE_STARTED) {
            tryFailed(ProxyFailure.RESPONSE_STALLED, null);
        } else {
            tryFailed(body.sent() ? ProxyFailure.READ_TIMEOUT : ProxyFailure.WRITE_TIMEOUT, null);
        }
    }

    void watchSilence() {
        if (!over && upstream != null && service != null) {
            silence.watch(upstream, service.config(), progress);
        }
    }

    // What the relay tells

    /** A final response began: from here on the exchange stays with this endpoint. */
    void responding(int status) {
        body.giveUpReplay();
        if (service != null && selection != null) {
            Selection settled = unsettled;
            unsettled = null;
            if (settled != null) {
                service.upstream().balancer().answered(request, settled);
            }
            worker.observer().responded(service, selection.endpoint(), status);
        }
    }

    /** What becomes of the client's connection; a request whose body did not end leaves it unusable. */
    Persistence persistence() {
        boolean complete = body.complete() || (upstream == null && body.skip());
        return complete && request.head().persistent() && !worker.draining() ? Persistence.KEEP : Persistence.CLOSE;
    }

    /** The endpoint that the response comes from, and what the client is told of it; {@code null} before there is one. */
    @Nullable
    Selection selection() {
        return selection;
    }

    void switched(Tunnel to) {
        tunnel = to;
        pumpTunnel(to);
    }

    /** The endpoint closed the connection before its response ended. */
    void lost(UpstreamConnection connection) {
        if (record.phase() == Phase.RESPONSE_STARTED) {
            tryFailed(ProxyFailure.RESPONSE_CUT_OFF, null);
        } else if (connection.reused() && retries.repeatable() && service != null && selection != null) {
            dropUpstream();
            connect(service, selection);
        } else {
            tryFailed(ProxyFailure.CONNECTION_LOST, null);
        }
    }

    /** The whole response is written. */
    void completed(UpstreamConnection connection, UpstreamReuse reuse, Persistence persistence) {
        if (over) {
            return;
        }
        if (reuse == UpstreamReuse.POSSIBLE && body.sent()) {
            upstream = null;
            connection.detach();
            worker.pool().release(connection);
        }
        end(Phase.COMPLETED, persistence);
    }

    // Ends

    private void pumpTunnel(Tunnel through) {
        through.pump();
        if (upstream != null && upstream.closed()) {
            endTunnel(through);
        } else {
            watchSilence();
        }
    }

    private void endTunnel(Tunnel through) {
        if (!over) {
            through.end();
            UpstreamConnection connection = upstream;
            upstream = null;
            if (connection != null) {
                connection.detach();
            }
            end(Phase.COMPLETED, Persistence.CLOSE);
        }
    }

    /** This try is lost; another endpoint gets the request if it may. */
    void tryFailed(ProxyFailure failure, @Nullable Throwable cause) {
        dropUpstream();
        if (service == null || selection == null) {
            fail(failure, cause);
            return;
        }
        giveBack();
        worker.observer().tryFailed(service, selection.endpoint(), failure);
        failed = failed.isEmpty() ? new ArrayList<>(2) : failed;
        failed.add(selection.endpoint());
        record.tryFailed(failure);
        if (retries.take(failure, selection)) {
            ServiceRuntime to = service;
            guarded(() -> tryNext(to));
        } else {
            fail(failure, cause);
        }
    }

    void fail(ProxyFailure failure, @Nullable Throwable cause) {
        if (over) {
            return;
        }
        boolean started = record.phase() == Phase.RESPONSE_STARTED;
        dropUpstream();
        giveBack();
        FailureReply reply = FailureReply.to(failure);
        record.failed(failure);
        log.atLevel(reply.level())
                .addKeyValue("failure", failure)
                .addKeyValue("endpoint", record.endpoint())
                .addKeyValue("requestId", request.requestId())
                .setCause(failure == ProxyFailure.INTERNAL ? cause : null)
                .log("Exchange failed");
        Persistence persistence = persistence();
        if (!client.closed()) {
            if (started || reply.status() == FailureReply.NONE) {
                client.reset();
                persistence = Persistence.CLOSE;
            } else {
                new OwnResponse(client, request).writeFailure(reply, record.totalNanos(), persistence);
                record.answered(reply.status());
            }
        }
        end(Phase.FAILED, persistence);
    }

    private void giveBack() {
        Selection given = unsettled;
        unsettled = null;
        if (service != null && given != null) {
            service.upstream().balancer().unanswered(request, given);
        }
    }

    private void dropUpstream() {
        UpstreamConnection connection = upstream;
        upstream = null;
        relay = null;
        if (connection != null) {
            connection.detach();
            connection.discardReceived();
            connection.close();
        }
    }

    private void end(Phase phase, Persistence persistence) {
        over = true;
        dropUpstream();
        body.giveUpReplay();
        client.timer().disarm();
        record.ended(phase);
        worker.observer().ended(record);
        if (upstreamRequest != null) {
            upstreamRequest.recycle();
        }
        request.fields().recycle();
        client.finished(persistence, body);
    }
}
