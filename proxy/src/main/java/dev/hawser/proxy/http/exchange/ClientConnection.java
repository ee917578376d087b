package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.balancing.EndpointUse;
import dev.hawser.proxy.http.codec.MalformedMessage;
import dev.hawser.proxy.http.codec.MalformedMessage.Reason;
import dev.hawser.proxy.http.codec.ReadingEvent;
import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.http.connection.ByteCount;
import dev.hawser.proxy.http.connection.MessageConnection;
import dev.hawser.proxy.http.proxyprotocol.ProxyHeader;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A client's connection, or a stream of one by HTTP/2. Runs one exchange after another: a request that comes while another
 * is under way waits, and with it the reading of the connection. A stream has one exchange.
 */
// Writes and closes report failures through the pipeline, not through their futures.
@SuppressWarnings("FutureReturnValueIgnored")
public final class ClientConnection extends MessageConnection implements ConnectedClient {

    private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);

    /** How long a client that is to be cut off is listened to, so that it reads our last response before a reset. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    /** Hears what happens to a client's connection while it has it. */
    interface User {

        void onClientReadable();

        void onClientWritable();

        void onClientClosed();

        void onClientTimeout();

        /** The client sends nothing more and still takes something; only after {@link #allowHalfClosure}. */
        default void onClientInputEnded() {}
    }

    /** What its requests are on. */
    private enum Carrier {
        CONNECTION,
        /** A stream, which the connection that it is of sees to. */
        STREAM
    }

    private final Worker worker;
    private final ByteCount bytes;
    private final long acceptedNanos = System.nanoTime();
    private final ClientPeer peer;
    private final Carrier carrier;
    private final Silence silence = new Silence(this);
    private final ClientResponse response;
    private final RequestBody body = new RequestBody(this);
    private final EndpointUse use = new EndpointUse();
    private final Taking taking;
    /** The exchange under way, or what it handed the connection over to. */
    private @Nullable User exchange;

    private boolean advancing;
    /** A head came in part; it has its own time to become whole. */
    private boolean headBegun;

    private boolean lingering;
    /** The client broke a rule of HTTP/2, for which this stream is reset. */
    private boolean broken;

    /** @param bytes counts what goes through the connection */
    public ClientConnection(Channel channel, Worker worker, ByteCount bytes) {
        this(channel, worker, bytes, new ClientPeer(channel, worker.settings().realIp()), Carrier.CONNECTION);
    }

    /** A stream of a connection by HTTP/2. */
    static ClientConnection ofStream(Channel stream, Worker worker, ByteCount bytes, ClientPeer peer) {
        return new ClientConnection(stream, worker, bytes, peer, Carrier.STREAM);
    }

    private ClientConnection(Channel channel, Worker worker, ByteCount bytes, ClientPeer peer, Carrier carrier) {
        super(channel);
        this.peer = peer;
        this.carrier = carrier;
        this.worker = worker;
        this.bytes = bytes;
        this.response = new ClientResponse(worker.serverToken());
        this.taking = new Taking(worker.settings());
    }

    /** Watches both sides of its exchanges. */
    Silence silence() {
        return silence;
    }

    /** Makes the heads of its responses. */
    ClientResponse response() {
        return response;
    }

    /** The bodies of its requests. */
    RequestBody requestBody() {
        return body;
    }

    /** The endpoints that its exchanges use. */
    EndpointUse use() {
        return use;
    }

    Worker worker() {
        return worker;
    }

    ByteCount bytes() {
        return bytes;
    }

    /** When it was accepted, a {@link System#nanoTime()}. */
    long acceptedNanos() {
        return acceptedNanos;
    }

    /** Who is at its other end. */
    ClientPeer peer() {
        return peer;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        timer().arm(worker.settings().headTimeout());
        if (carrier == Carrier.CONNECTION) {
            peer.connected();
            worker.opened(this);
        }
    }

    @Override
    protected void onReadable() {
        if (lingering) {
            discardReceived();
        } else if (exchange != null) {
            exchange.onClientReadable();
        } else {
            advance();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ReadingEvent.HEAD_BEGUN) {
            headBegun = true;
            if (exchange == null && !lingering) {
                timer().arm(worker.settings().headTimeout());
            }
        } else if (event == ReadingEvent.BROKEN) {
            onBroken();
        } else if (event instanceof ProxyHeader header) {
            peer.forwarded(header);
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    /** Goes on with what was received. A loop, for exchanges that end at once would nest without end. */
    private void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        try {
            while (exchange == null && !lingering && !closed()) {
                // One that is being closed is never writable; what came before is dealt with all the same.
                if (!writable() && channel().isActive()) {
                    // Else a client that reads nothing could have us hold as many responses as it likes.
                    armForTaking();
                    return;
                }
                Object message = poll();
                if (message == null) {
                    timer().arm(
                                    headBegun
                                            ? worker.settings().headTimeout()
                                            : worker.settings().keepAliveTimeout());
                    return;
                }
                begin(message);
            }
        } finally {
            advancing = false;
        }
    }

    private void begin(Object message) {
        switch (message) {
            case RequestHead head -> {
                timer().disarm();
                headBegun = false;
                peer.requesting();
                Exchange next = new Exchange(this, new ClientRequest(head, this));
                exchange = next;
                worker.observer().began();
                next.start();
            }
            case MalformedMessage malformed -> refuse(FailureReply.failureOf(malformed.reason()), malformed);
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void refuse(ProxyFailure failure, MalformedMessage malformed) {
        log.atDebug()
                .addKeyValue("client", peer.addressText())
                .addKeyValue("detail", malformed.detail())
                .log("Request is refused");
        OwnResponse response = OwnResponse.toRefused(this, malformed.answer());
        response.writeFailure(FailureReply.to(failure), 0, Persistence.CLOSE);
        tellRefused(failure, response.requestId());
        if (carrier == Carrier.STREAM) {
            holdToTaking();
            closeOnceTaken();
        } else {
            linger();
        }
    }

    /** An exchange that is under way ends with the stream, which closes next. */
    private void onBroken() {
        broken = true;
        if (exchange == null && !lingering) {
            lingering = true;
            tellRefused(ProxyFailure.MALFORMED_REQUEST, RequestId.create().toString());
        }
    }

    private void tellRefused(ProxyFailure failure, String requestId) {
        worker.observer().refused(RefusedRequest.of(failure, peer, requestId, bytes, acceptedNanos));
        bytes.restart();
    }

    /** Why an exchange fails whose client closes the connection, or has its stream reset. */
    ProxyFailure closure() {
        return broken ? ProxyFailure.MALFORMED_REQUEST : ProxyFailure.CLIENT_GONE;
    }

    /** Has somebody else hear what happens, until the exchange ends. */
    void handOver(User to) {
        exchange = to;
    }

    /** The exchange ended and its response, if there was one, is written. */
    void finished(Persistence persistence, RequestBody body) {
        exchange = null;
        if (closed()) {
            return;
        }
        if (carrier == Carrier.STREAM) {
            holdToTaking();
            if (!body.complete()) {
                closeOnceTaken();
            }
        } else if (persistence == Persistence.CLOSE) {
            if (body.complete()) {
                lingering = true;
                closeAfterFlush();
            } else {
                linger();
            }
        } else if (worker.draining() && nothingReceived()) {
            closeAfterFlush();
        } else {
            advance();
        }
    }

    /**
     * The client of a stream takes its response, for which it may take as long as for one of which more comes. A stream whose
     * request is over closes by itself then.
     */
    private void holdToTaking() {
        lingering = true;
        discardReceived();
        if (channel().isActive()) {
            armForTaking();
        }
    }

    /** Closes a stream whose request may go on. */
    private void closeOnceTaken() {
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /**
     * Closes in two steps (RFC 9112 section 9.6): closing at once, while the client still sends, would reset the
     * connection, and the client could lose the response.
     */
    private void linger() {
        lingering = true;
        discardReceived();
        if (!halfClosable()) {
            closeAfterFlush();
            return;
        }
        endOutput();
        timer().arm(LINGER);
    }

    @Override
    public void drain() {
        if (exchange == null && !lingering && nothingReceived()) {
            closeAfterFlush();
        }
    }

    @Override
    protected void onWritable() {
        if (lingering) {
            return;
        }
        pauseTaking();
        if (exchange != null) {
            exchange.onClientWritable();
        } else {
            advance();
        }
    }

    /** The client, which takes nothing just now, is waited for; how long until it is to be looked at, 0 when it is too slow. */
    long awaitTaking(long nowNanos) {
        return taking.await(nowNanos, takenBytes());
    }

    /** The client takes what it is sent, or nothing is sent. */
    void pauseTaking() {
        taking.pause();
    }

    /** Waits, when no exchange is under way, until the client has taken enough of the last response. */
    private void armForTaking() {
        long leftNanos = awaitTaking(System.nanoTime());
        if (leftNanos <= 0) {
            reset();
        } else {
            timer().armNanos(leftNanos);
        }
    }

    @Override
    protected void onInputEnded() {
        if (exchange != null) {
            exchange.onClientInputEnded();
        }
    }

    @Override
    protected void onClosed() {
        if (carrier == Carrier.CONNECTION) {
            worker.closed(this);
        }
        User running = exchange;
        if (running != null) {
            running.onClientClosed();
        }
        exchange = null;
        discardReceived();
    }

    @Override
    protected void onTimeout() {
        if (exchange != null) {
            exchange.onClientTimeout();
        } else if (carrier == Carrier.STREAM ? lingering : !writable() && !lingering) {
            armForTaking();
        } else if (headBegun && !lingering) {
            refuse(ProxyFailure.CLIENT_TIMEOUT, new MalformedMessage(Reason.SYNTAX, "head did not come in time"));
        } else {
            close();
        }
    }

    @Override
    protected void onError(Throwable cause) {
        // Bytes that are no TLS come from any port scanner.
        Level level = cause instanceof DecoderException ? Level.DEBUG : Level.WARN;
        log.atLevel(level)
                .addKeyValue("client", peer.addressText())
                .addKeyValue("error", errorName(cause))
                .log("Connection of a client failed");
    }
}
