package dev.hawser.proxy.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.codec.DownstreamCodec;
import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.Framing;
import dev.hawser.proxy.http.codec.HeadLimits;
import dev.hawser.proxy.http.codec.HeadStore;
import dev.hawser.proxy.http.codec.MalformedMessage;
import dev.hawser.proxy.http.codec.MessageEnd;
import dev.hawser.proxy.http.codec.ProtocolVersion;
import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.http.codec.ResponseHead;
import dev.hawser.proxy.http.codec.UpstreamCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a connection holds while its peer sends as much as the socket takes, in the worst ways, and nobody takes what was
 * read, as when the other side is slow; and then while one message after another is taken. The bound is that of {@code
 * docs/http.md}.
 */
// What is written here shows in what is held, not in the futures.
@SuppressWarnings("FutureReturnValueIgnored")
class HostilePeerTest {

    private static final int READ_BYTES = 64 * 1024;
    private static final int MOST_BYTES = 384 * 1024;
    /** Chunks that are not joined have 512 octets or more; each of the others comes between two such. */
    private static final int MOST_MESSAGES = 2 * MessageConnection.READS_AT_ONCE * READ_BYTES / 512 + 8;

    /** How much is sent in all: more than ten thousand requests, or eighty thousand chunks. */
    private static final int ENOUGH_BYTES = 512 * 1024;

    private static final String HEAD = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** What it sends: something first, and something again and again. */
    enum Sent {
        CHUNKS_OF_ONE_OCTET(HEAD, "1\r\na\r\n"),
        CHUNKS_THAT_ARE_JUST_JOINED(HEAD, "1ff\r\n" + "a".repeat(511) + "\r\n"),
        CHUNKS_THAT_ARE_JUST_NOT_JOINED(HEAD, "200\r\n" + "a".repeat(512) + "\r\n"),
        CHUNKS_OF_BOTH_KINDS(HEAD, "1ff\r\n" + "a".repeat(511) + "\r\n200\r\n" + "a".repeat(512) + "\r\n"),
        ONE_JOINED_OCTET_BETWEEN_OTHERS(HEAD, "1\r\na\r\n200\r\n" + "a".repeat(512) + "\r\n"),
        EXTENSIONS(HEAD, "1;" + "x".repeat(1000) + "\r\na\r\n"),
        AN_EXTENSION_WITHOUT_END(HEAD + "1;", "x"),
        TRAILERS_WITHOUT_END(HEAD + "0\r\n", "X: y\r\n"),
        A_TRAILER_WITHOUT_END(HEAD + "0\r\nX: ", "y"),
        A_LONG_BODY("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9000000000\r\n\r\n", "a"),
        REQUESTS("", "GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
        REQUESTS_WITH_BODIES("", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 600\r\n\r\n" + "a".repeat(600)),
        FIELDS_WITHOUT_END("GET / HTTP/1.1\r\nHost: h\r\n", "X: y\r\n"),
        A_FIELD_WITHOUT_END("GET / HTTP/1.1\r\nX: ", "y"),
        A_REQUEST_LINE_WITHOUT_END("GET /", "a"),
        EMPTY_LINES("", "\r\n");

        private final String first;
        private final String again;

        Sent(String first, String again) {
            this.first = first;
            this.again = again;
        }

        /** So many octets from there on. */
        byte[] octets(long from, int count) {
            byte[] octets = new byte[count];
            for (int i = 0; i < count; i++) {
                long at = from + i;
                octets[i] = (byte)
                        (at < first.length()
                                ? first.charAt((int) at)
                                : again.charAt((int) ((at - first.length()) % again.length())));
            }
            return octets;
        }
    }

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final Reads reads = new Reads();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private long sent;

    @AfterEach
    void releasesEverything() {
        channel.finishAndReleaseAll();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    private Connection start() {
        channel.config().setAllocator(allocator);
        channel.pipeline().addFirst(reads);
        Connection connection = new Connection(channel);
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                connection.held++;
                ctx.fireChannelRead(message);
            }
        });
        channel.pipeline().addLast(connection);
        return connection;
    }

    @ParameterizedTest
    @EnumSource(Sent.class)
    void holdsNoMoreOfAClientThanTheBound(Sent what) {
        DownstreamCodec.install(channel.pipeline(), HeadLimits.DEFAULT, new HeadStore(), DownstreamCodec.UNLIMITED);
        Connection connection = start();
        sendAll(what, READ_BYTES, connection);
        while (sent < ENOUGH_BYTES && !connection.refused) {
            answerIfAsked(connection.takeOne());
            sendAll(what, READ_BYTES, connection);
        }
    }

    @ParameterizedTest
    @EnumSource(Sent.class)
    void holdsNoMoreOfAClientThatSendsLittleAtATime(Sent what) {
        DownstreamCodec.install(channel.pipeline(), HeadLimits.DEFAULT, new HeadStore(), DownstreamCodec.UNLIMITED);
        Connection connection = start();
        for (int i = 0; i < 4096 && !connection.refused; i++) {
            sendAll(what, 7, connection);
            answerIfAsked(connection.takeOne());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Sent.class,
            mode = EnumSource.Mode.MATCH_ANY,
            names = {"CHUNKS.*", "ONE_.*", ".*EXT.*", ".*TRAILER.*"})
    void holdsNoMoreOfAnEndpointThanTheBound(Sent what) {
        UpstreamCodec.install(channel.pipeline(), HeadLimits.DEFAULT, new HeadStore());
        Connection connection = start();
        connection.write(new RequestHead("GET", "/", ProtocolVersion.HTTP_1_1, Fields.create(), Framing.NONE));
        connection.write(MessageEnd.PLAIN);
        connection.flush();
        channel.releaseOutbound();
        channel.writeInbound(allocator
                .buffer()
                .writeBytes(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        sent = HEAD.length();
        sendAll(what, READ_BYTES, connection);
        while (sent < ENOUGH_BYTES && !connection.refused) {
            ReferenceCountUtil.release(connection.takeOne());
            sendAll(what, READ_BYTES, connection);
        }
    }

    /** Sends as long as the socket is read, as many reads as are handled at once, and looks at what is held. */
    private void sendAll(Sent what, int octets, Connection connection) {
        while (reads.wanted && sent < ENOUGH_BYTES && !connection.refused) {
            reads.wanted = false;
            for (int read = 0; read < MessageConnection.READS_AT_ONCE; read++) {
                ByteBuf buffer = allocator.buffer(octets, octets);
                channel.writeOneInbound(buffer.writeBytes(what.octets(sent, octets)));
                sent += octets;
                check(connection);
            }
            channel.flushInbound();
            check(connection);
        }
    }

    private void check(Connection connection) {
        assertThat(allocator.metric().usedHeapMemory()).as("octets held").isLessThanOrEqualTo(MOST_BYTES);
        assertThat(connection.held).as("messages held").isLessThanOrEqualTo(MOST_MESSAGES);
    }

    private void answerIfAsked(Object message) {
        if (message instanceof MessageEnd) {
            channel.write(new ResponseHead(204, "No Content", ProtocolVersion.HTTP_1_1, Fields.create(), Framing.NONE));
            channel.writeAndFlush(MessageEnd.PLAIN);
            channel.releaseOutbound();
        }
        ReferenceCountUtil.release(message);
    }

    /** Whether the socket is to be read. */
    private static final class Reads extends ChannelOutboundHandlerAdapter {

        private boolean wanted = true;

        @Override
        public void read(ChannelHandlerContext ctx) {
            wanted = true;
            ctx.read();
        }
    }

    /** Takes nothing but what the test takes. */
    private static final class Connection extends MessageConnection {

        private int held;
        private boolean refused;

        Connection(Channel channel) {
            super(channel);
        }

        Object takeOne() {
            Object message = poll();
            refused |= message instanceof MalformedMessage;
            held -= message == null ? 0 : 1;
            return message == null ? "nothing" : message;
        }

        @Override
        protected void onReadable() {}

        @Override
        protected void onWritable() {}

        @Override
        protected void onClosed() {
            discardReceived();
        }

        @Override
        protected void onTimeout() {}

        @Override
        protected void onError(Throwable cause) {
            throw new AssertionError(cause);
        }
    }
}
