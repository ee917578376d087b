package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.codec.MalformedMessage;
import dev.hawser.proxy.http.codec.ReadingEvent;
import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.http.connection.MessageConnection;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A client's connection. Runs one exchange after another: a request that comes while another is under way waits, and
 * with it the reading of the connection.
 */
// Writes and closes report failures through the pipeline, not through their futures.
@SuppressWarnings("FutureReturnValueIgnored")
public final class ClientConnection extends MessageConnection {

    private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);

    /** How long a client that is to be cut off is listened to, so that it reads our last response before a reset. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Worker worker;
    private final Silence silence = new Silence(this);
    private String peerAddress = "";
    private int localPort;
    private String localPortText = "";
    private boolean trusted;
    private @Nullable SslHandler tls;
    private @Nullable Exchange exchange;
    private boolean advancing;
    /** A head came in part; it has its own time to become whole. */
    private boolean headBegun;

    private boolean lingering;

    public ClientConnection(Channel channel, Worker worker) {
        super(channel);
        this.worker = worker;
    }

    /** Watches both sides of its exchanges. */
    Silence silence() {
        return silence;
    }

    Worker worker() {
        return worker;
    }

    String peerAddress() {
        return peerAddress;
    }

    int localPort() {
        return localPort;
    }

    String localPortText() {
        return localPortText;
    }

    boolean trusted() {
        return trusted;
    }

    boolean secure() {
        return tls != null;
    }

    /** The server name of the TLS handshake; {@code null} when there was none. */
    @Nullable
    String sni() {
        if (tls != null && tls.engine().getSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return null;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (channel().remoteAddress() instanceof InetSocketAddress peer
                && channel().localAddress() instanceof InetSocketAddress local) {
            peerAddress = ClientAddress.text(peer.getAddress());
            trusted = worker.settings().trusted().contains(peer);
            localPort = local.getPort();
            localPortText = Integer.toString(localPort);
        }
        timer().arm(worker.settings().headTimeout());
        worker.opened(this);
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
        } else {
            ctx.fireUserEventTriggered(event);
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
                tls = channel().pipeline().get(SslHandler.class);
                Exchange next = new Exchange(this, new ClientRequest(head, this));
                exchange = next;
                next.start();
            }
            case MalformedMessage malformed -> refuse(FailureReply.failureOf(malformed.reason()), malformed.detail());
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void refuse(ProxyFailure failure, String detail) {
        log.atDebug()
                .addKeyValue("client", peerAddress)
                .addKeyValue("detail", detail)
                .log("Request is refused");
        new OwnResponse(this, null).writeFailure(FailureReply.to(failure), 0, Persistence.CLOSE);
        worker.observer().refused(failure);
        linger();
    }

    /** The exchange ended and its response, if there was one, is written. */
    void finished(Persistence persistence, RequestBody body) {
        exchange = null;
        if (closed()) {
            return;
        }
        if (persistence == Persistence.CLOSE) {
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
     * Closes in two steps (RFC 9112 section 9.6): closing at once, while the client still sends, would reset the
     * connection, and the client could lose the response.
     */
    private void linger() {
        lingering = true;
        discardReceived();
        if (tls != null || !(channel() instanceof DuplexChannel duplex)) {
            closeAfterFlush();
            return;
        }
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> duplex.shutdownOutput());
        timer().arm(LINGER);
    }

    /** Closes when idle; else the response under way is the last. */
    void drain() {
        if (exchange == null && !lingering && nothingReceived()) {
            closeAfterFlush();
        }
    }

    @Override
    protected void onWritable() {
        if (exchange != null) {
            exchange.onClientWritable();
        }
    }

    @Override
    protected void onClosed() {
        worker.closed(this);
        Exchange running = exchange;
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
        } else if (headBegun && !lingering) {
            refuse(ProxyFailure.CLIENT_TIMEOUT, "head did not come in time");
        } else {
            close();
        }
    }

    @Override
    protected void onError(Throwable cause) {
        // Bytes that are no TLS come from any port scanner.
        Level level = cause instanceof DecoderException ? Level.DEBUG : Level.WARN;
        log.atLevel(level)
                .addKeyValue("client", peerAddress)
                .addKeyValue("error", errorName(cause))
                .log("Connection of a client failed");
    }
}
