package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.connection.ByteCount;
import dev.hawser.proxy.http.http2.WriteFailed;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the pipeline of a connection that speaks HTTP/2: says when streams can be opened, and lets it end with the
 * last of them once the endpoint goes away or it is retired. Belongs to one event loop.
 */
final class Http2Connection extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(Http2Connection.class);

    /** How long a stream waits on a connection on which nothing comes until the connection is taken for dead. */
    static final long DEAD_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** How long an endpoint that takes nothing any more may go on to be read, in seconds: {@value}. */
    private static final long LAST_WORDS_SECONDS = 5;

    /** A client has so many numbers for streams (RFC 9113 section 5.1.1). */
    private static final int MAX_REQUESTS = 1 << 30;

    /** Hears what becomes of a connection. */
    interface Owner {

        /** Streams can be opened. Comes once, or {@link #notReady}, after {@link #awaitGreeting}. */
        void ready(Http2Connection connection);

        void notReady(ConnectFailure failure, Throwable cause);

        void ended(Http2Stream stream);

        /** No stream can be opened any more; those there are go on. Comes once for each that was ready. */
        void leaving(Http2Connection connection);
    }

    private final Channel channel;
    private final Endpoint endpoint;
    private final InetAddress address;
    private final Http2Streams streams;
    private final KeepAliveSettings settings;
    private final Owner owner;
    private final LongSupplier nanoTime;
    private final ByteCount bytes = new ByteCount();

    private String scheme = "http";
    /** The owner waits for the greeting. */
    private boolean awaited;

    private @Nullable Future<?> deadline;
    /** The connection is closed then, for the endpoint takes nothing any more. */
    private @Nullable Future<?> end;

    private boolean greeted;
    private @Nullable ConnectFailure failure;
    private @Nullable IOException cause;
    /** No stream is opened any more. */
    private boolean leaving;
    /** The endpoint refused a stream, since when none has ended. */
    private boolean full;

    private long limit;
    private int active;
    private int requests;
    private long idleSinceNanos;

    Http2Connection(
            Channel channel,
            Endpoint endpoint,
            InetAddress address,
            Http2Streams streams,
            KeepAliveSettings settings,
            Owner owner,
            LongSupplier nanoTime) {
        this.channel = channel;
        this.endpoint = endpoint;
        this.address = address;
        this.streams = streams;
        this.settings = settings;
        this.owner = owner;
        this.nanoTime = nanoTime;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    InetAddress address() {
        return address;
    }

    /** Of the URIs that are asked for on it. */
    String scheme() {
        return scheme;
    }

    Channel channel() {
        return channel;
    }

    // Its beginning

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (ctx.pipeline().get(SslHandler.class) == null) {
            streams.begin(ctx, bytes);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            SslHandler tls = ctx.pipeline().get(SslHandler.class);
            if (ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol())) {
                scheme = "https";
                streams.begin(ctx, bytes);
            } else {
                fail(ConnectFailure.NO_HTTP_2, "no HTTP/2 by ALPN");
            }
        } else if (event == ChannelOutputShutdownEvent.INSTANCE || event == WriteFailed.EVENT) {
            takesNothing();
        }
        ReferenceCountUtil.release(event);
    }

    /** What the endpoint said before still comes: responses, and which streams it did not look at. */
    private void takesNothing() {
        if (end == null && channel.isOpen()) {
            end = channel.eventLoop().schedule(this::closeAtLast, LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        }
        leave();
    }

    private void closeAtLast() {
        var _ = channel.close();
    }

    /** The endpoint has until then to greet, which is how it shows that it speaks HTTP/2 (RFC 9113 section 3.4). */
    void awaitGreeting(long deadlineNanos) {
        awaited = true;
        if (greeted) {
            owner.ready(this);
        } else if (failure == null) {
            deadline = channel.eventLoop()
                    .schedule(
                            () -> fail(ConnectFailure.TIMED_OUT, "no SETTINGS in time"),
                            deadlineNanos - System.nanoTime(),
                            TimeUnit.NANOSECONDS);
        } else {
            tell(failure);
        }
    }

    private void fail(ConnectFailure with, String why) {
        if (greeted || failure != null) {
            return;
        }
        failure = with;
        cause = new IOException(why);
        stopWaiting();
        var _ = channel.close();
        if (awaited) {
            tell(with);
        }
    }

    private void tell(ConnectFailure with) {
        IOException why = Objects.requireNonNull(cause, "why it failed");
        if (with == ConnectFailure.NO_HTTP_2) {
            log.atWarn()
                    .addKeyValue("endpoint", endpoint)
                    .addKeyValue("error", why.getMessage())
                    .log("Endpoint does not speak HTTP/2");
        }
        owner.notReady(with, why);
    }

    private void stopWaiting() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    // What the endpoint says of the connection

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        switch (message) {
            case Http2SettingsFrame frame -> settled(frame);
            case Http2GoAwayFrame _ -> leave();
            default -> {}
        }
        ReferenceCountUtil.release(message);
    }

    private void settled(Http2SettingsFrame frame) {
        Long most = frame.settings().maxConcurrentStreams();
        if (most != null) {
            limit = Math.min(most, Http2Streams.MAX);
        } else if (!greeted) {
            limit = Http2Streams.MAX;
        }
        if (!greeted && failure == null) {
            greeted = true;
            stopWaiting();
            idleSinceNanos = nanoTime.getAsLong();
            if (awaited) {
                owner.ready(this);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (end != null) {
            end.cancel(false);
        }
        fail(ConnectFailure.NO_HTTP_2, "closed without SETTINGS");
        leave();
    }

    /** What concerns the whole connection; it is closed for it. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable error) {
        if (error instanceof IOException) {
            // What it means shows when the channel is closed, which is next.
            return;
        }
        if (!greeted) {
            fail(ConnectFailure.NO_HTTP_2, "what came is no HTTP/2");
        } else {
            log.atWarn()
                    .addKeyValue("endpoint", endpoint)
                    .addKeyValue("error", error.getClass().getName())
                    .log("Connection to an endpoint failed");
            var _ = channel.close();
        }
    }

    // Its streams

    /** Whether another stream can be opened now. */
    boolean hasRoom() {
        return greeted && !leaving && !full && active < limit && channel.isActive();
    }

    /** Opens a stream; {@code null} when that fails, which it does on a connection that is closing only. */
    @Nullable
    Http2Stream open() {
        active++;
        requests++;
        Http2Stream opened = streams.open(this, nanoTime.getAsLong());
        if (opened == null) {
            leave();
            var _ = channel.close();
        } else if (!settings.allowsAfter(requests) || requests == MAX_REQUESTS) {
            leave();
        }
        return opened;
    }

    /** How many streams it carries at once. */
    long limit() {
        return limit;
    }

    /** How many streams were opened. */
    int requests() {
        return requests;
    }

    /** How much came in, in octets. */
    long received() {
        return bytes.received();
    }

    /** Whether it carries no stream. */
    boolean idle() {
        return active == 0;
    }

    /** Whether no stream is opened any more. */
    boolean leaving() {
        return leaving;
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }

    void ended(Http2Stream stream) {
        active--;
        long now = nanoTime.getAsLong();
        idleSinceNanos = now;
        boolean dead = stream.connectionSilent() && now - stream.openedNanos() >= DEAD_NANOS;
        if (dead || (stream.unprocessed() && active == 0)) {
            leave();
        }
        full = stream.unprocessed();
        closeWhenDone();
        owner.ended(stream);
    }

    /** Opens no stream any more, and closes when the last one has ended. */
    void leave() {
        if (!leaving) {
            leaving = true;
            if (greeted) {
                owner.leaving(this);
            }
        }
        closeWhenDone();
    }

    private void closeWhenDone() {
        if (leaving && active == 0) {
            var _ = channel.close();
        }
    }
}
