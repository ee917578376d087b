package dev.hawser.proxy.http.exchange;

import dev.hawser.config.Route;
import dev.hawser.proxy.balancing.Selection;
import dev.hawser.proxy.http.codec.Framing;
import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.http.upstream.UpstreamConnection;
import dev.hawser.proxy.routing.RouteMatch;
import dev.hawser.proxy.runtime.ServiceRuntime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its response: finds the route, has {@link Tries} find an endpoint that takes the request, sends it
 * there and hands over to the {@link ResponseRelay}, or to a {@link Tunnel}. It ends exactly once, in {@link #completed}
 * or {@link #fail}. Belongs to the event loop of the client's connection.
 */
final class Exchange implements ClientConnection.User, UpstreamConnection.User {

    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    private final ClientConnection client;
    private final Worker worker;
    private final ClientRequest request;
    private final RequestBody body;
    private final ExchangeRecord record;
    private final Silence silence;

    private @Nullable Tries tries;
    private @Nullable UpstreamConnection upstream;
    private @Nullable ResponseRelay relay;
    private RequestBody.Progress progress = RequestBody.Progress.AWAITS_UPSTREAM;
    private boolean over;

    Exchange(ClientConnection client, ClientRequest request) {
        this.client = client;
        this.worker = client.worker();
        this.request = request;
        this.body = client.requestBody();
        this.record = new ExchangeRecord(request, client.use());
        this.silence = client.silence();
    }

    // The way to an endpoint

    void start() {
        body.begin(request.fields());
        if (request.head().framing() instanceof Framing.None) {
            body.skip();
        }
        try {
            route();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** Routers and balancers are not ours: an error in one must not leave the client without a response. */
    private void failed(RuntimeException error) {
        fail(ProxyFailure.INTERNAL, error);
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
        ProxyFailure mismatch = Grpc.mismatch(match.route().config(), request);
        if (mismatch != null) {
            fail(mismatch, null);
            return;
        }
        ServiceRuntime to = match.route().service();
        if (to == null) {
            fail(ProxyFailure.NO_SERVICE, null);
            return;
        }
        Tries made = new Tries(
                this, worker, request, body, record, to, new UpstreamRequest(request, match, to, worker.serverToken()));
        tries = made;
        made.next();
    }

    private void requireHttps(Route route) {
        int status = route.httpsRedirectStatusCode();
        if (status == Route.DEFAULT_HTTPS_REDIRECT_STATUS_CODE) {
            fail(ProxyFailure.HTTPS_REQUIRED, null);
            return;
        }
        Persistence persistence = persistence();
        OwnResponse.to(client, request).writeRedirect(status, request, record.totalNanos(), persistence);
        record.answered(status);
        end(Phase.COMPLETED, persistence);
    }

    /** A try has a connection. */
    void begin(UpstreamConnection connection, RequestHead head) {
        upstream = connection;
        connection.attach(this);
        record.reached(Phase.CONNECTED);
        relay = new ResponseRelay(this, client, connection, request, record);
        writeHead(connection, head);
        body.restart(connection);
        if (!request.idempotent() && !connection.mayTurnBack()) {
            body.giveUpReplay();
        }
        sendBody(connection);
    }

    /**
     * A request that must not be sent twice is kept only where it may come back unprocessed, and for as long.
     */
    private void writeHead(UpstreamConnection connection, RequestHead head) {
        if (request.idempotent() || !connection.mayTurnBack()) {
            connection.write(head);
        } else {
            connection.writeWatched(head, body::giveUpReplay);
        }
    }

    private void sendBody(UpstreamConnection to) {
        RequestBody.Progress now = body.pump(to);
        if (over || upstream != to) {
            return;
        }
        progress = now == RequestBody.Progress.AWAITS_CLIENT && streams() ? RequestBody.Progress.OPEN_ENDED : now;
        switch (progress) {
            case MALFORMED -> fail(body.offence(), null);
            case SENT -> record.reached(Phase.REQUEST_SENT);
            case AWAITS_CLIENT, OPEN_ENDED, AWAITS_UPSTREAM -> {}
        }
        watchSilence();
    }

    /**
     * Whether client and endpoint may both send when they like, and pause when they like: in calls of gRPC. Services of
     * gRPC take other requests too, whose clients are held to what all are.
     */
    private boolean streams() {
        return tries != null && tries.service().config().protocol().grpc() && Grpc.saysSo(request);
    }

    // What happens meanwhile

    @Override
    public void onClientReadable() {
        if (upstream != null && !body.sent()) {
            sendBody(upstream);
        }
    }

    @Override
    public void onClientWritable() {
        onUpstreamReadable();
    }

    @Override
    public void onClientClosed() {
        fail(client.closure(), null);
    }

    @Override
    public void onClientTimeout() {
        if (upstream != null && silence.clientIsTooSlow(progress)) {
            fail(ProxyFailure.CLIENT_TIMEOUT, null);
        }
    }

    @Override
    public void onUpstreamReadable() {
        if (relay != null) {
            relay.pump();
        }
    }

    @Override
    public void onUpstreamWritable() {
        if (upstream != null) {
            sendBody(upstream);
        }
    }

    @Override
    public void onUpstreamClosed() {
        if (relay != null) {
            relay.pump();
        }
    }

    @Override
    public void onUpstreamTimeout() {
        if (record.phase() == Phase.RESPONSE_STARTED) {
            tryFailed(ProxyFailure.RESPONSE_STALLED, null);
        } else {
            tryFailed(failureOfSilence(progress), null);
        }
    }

    private static ProxyFailure failureOfSilence(RequestBody.Progress progress) {
        return switch (progress) {
            case AWAITS_UPSTREAM -> ProxyFailure.WRITE_TIMEOUT;
            case OPEN_ENDED -> ProxyFailure.CALL_SILENT;
            case SENT, AWAITS_CLIENT, MALFORMED -> ProxyFailure.READ_TIMEOUT;
        };
    }

    @Override
    public void onEndpointGone() {
        tryFailed(ProxyFailure.ENDPOINT_GONE, null);
    }

    /** Whether the whole request was written. */
    boolean requestSent() {
        return body.sent();
    }

    void watchSilence() {
        if (!over && upstream != null && tries != null) {
            silence.watch(upstream, tries.service().config(), progress);
        }
    }

    // What the relay tells

    /** A final response began: from here on the exchange stays with this endpoint. */
    void responding(int status) {
        body.giveUpReplay();
        if (tries != null) {
            tries.answered(status);
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
        return tries == null ? null : tries.selection();
    }

    /** Both connections carry another protocol from here on. */
    void switched(UpstreamConnection connection) {
        if (over || tries == null) {
            return;
        }
        Tunnel tunnel = new Tunnel(client, connection, tries.service().config(), this::tunnelEnded);
        upstream = null;
        relay = null;
        client.handOver(tunnel);
        connection.handOver(tunnel);
        tunnel.pump();
    }

    private void tunnelEnded() {
        end(Phase.COMPLETED, Persistence.CLOSE);
    }

    /** The endpoint closed the connection before its response ended. */
    void lost(UpstreamConnection connection) {
        if (record.phase() == Phase.RESPONSE_STARTED) {
            tryFailed(ProxyFailure.RESPONSE_CUT_OFF, null);
        } else if (tries != null && tries.mayReconnect(connection)) {
            dropUpstream();
            tries.reconnect();
        } else {
            tryFailed(connection.unprocessed() ? ProxyFailure.REQUEST_REFUSED : ProxyFailure.CONNECTION_LOST, null);
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
            connection.release();
        }
        end(Phase.COMPLETED, persistence);
    }

    // Ends

    /** This try is lost; another endpoint gets the request if it may. */
    void tryFailed(ProxyFailure failure, @Nullable Throwable cause) {
        dropUpstream();
        Tries made = tries;
        if (made != null && made.failed(failure)) {
            try {
                made.next();
            } catch (RuntimeException e) {
                failed(e);
            }
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
        if (tries != null) {
            tries.giveBack();
        }
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
                OwnResponse.to(client, request).writeFailure(reply, record.totalNanos(), persistence);
                record.answered(reply.status());
            }
        } else if (!started) {
            // Nobody is there to be told, but for those who read the log.
            record.answered(reply.status());
        }
        end(Phase.FAILED, persistence);
    }

    boolean over() {
        return over;
    }

    private void dropUpstream() {
        UpstreamConnection connection = upstream;
        upstream = null;
        relay = null;
        silence.pause();
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
        client.bytes().restart();
        if (tries != null) {
            tries.recycle();
        }
        request.fields().recycle();
        client.finished(persistence, body);
    }
}
