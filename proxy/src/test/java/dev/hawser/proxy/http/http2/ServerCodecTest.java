package dev.hawser.proxy.http.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.codec.HeadLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalServerChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Frame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames as they come in, and what becomes of them on the way to the channels of streams. */
@SuppressWarnings("FutureReturnValueIgnored") // failures show in what comes out
class ServerCodecTest {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int PRIORITY = 2;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int WINDOW_UPDATE = 8;

    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PADDED = 8;
    private static final int PRIORITIZED = 0x20;

    /** Literals by the static table: POST, http, / and an authority. */
    private static final byte[] POST = {(byte) 0x83, (byte) 0x86, (byte) 0x84, 0x41, 1, 'h'};

    private final AtomicLong now = new AtomicLong();
    private final List<Flood> floods = new ArrayList<>();
    private final List<Channel> streams = new ArrayList<>();
    private final List<Http2Frame> read = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(
            new LocalServerChannel(),
            DefaultChannelId.newInstance(),
            true,
            false,
            ServerCodec.create(Http2Limits.DEFAULT, HeadLimits.DEFAULT, floods::add, () -> {}, now::get),
            new Http2MultiplexHandler(new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel stream) {
                    streams.add(stream);
                    stream.pipeline().addLast(new Taker());
                }
            }),
            new ChannelInboundHandlerAdapter() {
                @Override
                public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                    // The codec has closed the connection.
                }
            });

    /** Keeps what its stream received. */
    private final class Taker extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof BodyPiece piece) {
                piece.take();
            }
            read.add((Http2Frame) message);
        }
    }

    private ServerCodecTest() {
        in(Http2CodecUtil.connectionPrefaceBuf());
        in(frame(SETTINGS, 0, 0));
    }

    @AfterEach
    void close() {
        read.forEach(ReferenceCountUtil::release);
        channel.finishAndReleaseAll();
    }

    private static ByteBuf frame(int type, int flags, int stream, byte... payload) {
        return Unpooled.buffer()
                .writeMedium(payload.length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(stream)
                .writeBytes(payload);
    }

    private void in(ByteBuf octets) {
        channel.writeInbound(octets);
    }

    private Channel open(int stream) {
        in(frame(HEADERS, END_HEADERS, stream, POST));
        return streams.getLast();
    }

    private static void answer(Channel stream) {
        ReceivedFields block = new ReceivedFields();
        block.add(AsciiString.cached(":status"), AsciiString.cached("200"));
        stream.writeAndFlush(new DefaultHttp2HeadersFrame(block));
    }

    private List<Http2DataFrame> pieces() {
        return read.stream()
                .filter(Http2DataFrame.class::isInstance)
                .map(Http2DataFrame.class::cast)
                .toList();
    }

    private static String text(Http2DataFrame piece) {
        return piece.content().toString(StandardCharsets.ISO_8859_1);
    }

    /** What went out, without the payload of each frame: its type and stream. */
    private List<String> sent() {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            all.writeBytes(out);
            out.release();
        }
        List<String> frames = new ArrayList<>();
        while (all.isReadable()) {
            int length = all.readMedium();
            int type = all.readByte();
            all.skipBytes(1);
            frames.add(
                    type + " of " + all.readInt() + (type == WINDOW_UPDATE ? " " + all.getInt(all.readerIndex()) : ""));
            all.skipBytes(length);
        }
        return frames;
    }

    @Test
    void fullFramesComeAsTheyAreWithoutACopy() {
        open(1);
        ByteBuf octets = frame(DATA, END_STREAM, 1, new byte[Http2CodecUtil.MAX_FRAME_SIZE_LOWER_BOUND]);
        in(octets);
        assertThat(text(pieces().getFirst())).hasSize(Http2CodecUtil.MAX_FRAME_SIZE_LOWER_BOUND);
        assertThat(octets.refCnt()).isPositive();
    }

    /** Else an endpoint that takes nothing would have us hold a buffer for each octet that is on its way to it. */
    @Test
    void otherFramesDoNotHoldTheBufferThatTheyWereReadInto() {
        open(1);
        ByteBuf octets = frame(DATA, 0, 1, (byte) 'a', (byte) 'b');
        in(octets);
        in(frame(DATA, 0, 1, (byte) 'c'));
        in(frame(DATA, END_STREAM, 1));
        assertThat(pieces()).extracting(ServerCodecTest::text).containsExactly("ab", "c", "");
        assertThat(pieces()).extracting(Http2DataFrame::isEndStream).containsExactly(false, false, true);
        assertThat(octets.refCnt()).isZero();
    }

    @Test
    void fullFramesThatWaitAreJoinedToo() {
        Channel stream = open(1);
        stream.config().setAutoRead(false);
        in(frame(DATA, 0, 1, (byte) '0'));
        int full = Http2CodecUtil.MAX_FRAME_SIZE_LOWER_BOUND;
        for (int i = 0; i < 3; i++) {
            ByteBuf octets = frame(DATA, 0, 1, new byte[full]);
            in(octets);
            assertThat(octets.refCnt()).isZero();
        }
        stream.config().setAutoRead(true);
        assertThat(pieces()).extracting(piece -> text(piece).length()).containsExactly(1, 3 * full);
    }

    @Test
    void whatWaitsIsOnePieceHoweverItWasCut() {
        Channel stream = open(1);
        stream.config().setAutoRead(false);
        // A read is under way until one came.
        in(frame(DATA, 0, 1, (byte) '0'));
        StringBuilder whole = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            ByteBuf octets = frame(DATA, i == 4999 ? END_STREAM : 0, 1, (byte) ('a' + i % 26));
            in(octets);
            // Nothing holds the buffer that was read from the socket.
            assertThat(octets.refCnt()).isZero();
            whole.append((char) ('a' + i % 26));
        }
        stream.config().setAutoRead(true);
        assertThat(pieces()).extracting(ServerCodecTest::text).containsExactly("0", whole.toString());
        assertThat(pieces()).extracting(Http2DataFrame::isEndStream).containsExactly(false, true);
    }

    @Test
    void theWindowOfWhatWaitedIsGivenBackOnceItIsTaken() {
        Channel stream = open(1);
        stream.config().setAutoRead(false);
        in(frame(DATA, 0, 1, new byte[1]));
        int taken = 1;
        for (int i = 0; i < 60; i++) {
            // With as much padding as there may be, which the window counts too.
            byte[] padded = new byte[1000];
            padded[0] = (byte) 255;
            in(frame(DATA, PADDED, 1, padded));
            taken += 1000;
        }
        sent();
        stream.config().setAutoRead(true);
        assertThat(sent()).containsExactly("8 of 0 " + taken, "8 of 1 " + taken);
    }

    @Test
    void trailersStayBehindWhatWaits() {
        Channel stream = open(1);
        stream.config().setAutoRead(false);
        in(frame(DATA, 0, 1, (byte) '0'));
        in(frame(DATA, 0, 1, (byte) 'a'));
        in(frame(DATA, 0, 1, (byte) 'b'));
        in(frame(HEADERS, END_HEADERS | END_STREAM, 1, (byte) 0, (byte) 1, (byte) 'x', (byte) 1, (byte) 'y'));
        stream.config().setAutoRead(true);
        assertThat(read.getLast()).isInstanceOf(Http2HeadersFrame.class);
        assertThat(String.join("", pieces().stream().map(ServerCodecTest::text).toList()))
                .isEqualTo("0ab");
    }

    @Test
    void whatWaitsForAClosedStreamIsReleased() {
        UnpooledByteBufAllocator alloc = new UnpooledByteBufAllocator(false);
        channel.config().setAllocator(alloc);
        Channel stream = open(1);
        stream.config().setAutoRead(false);
        in(frame(DATA, 0, 1, (byte) '0'));
        in(frame(DATA, 0, 1, (byte) 'a'));
        sent();
        assertThat(alloc.metric().usedHeapMemory()).isPositive();
        stream.close();
        in(frame(DATA, 0, 1, (byte) 'b'));
        sent();
        read.forEach(ReferenceCountUtil::release);
        read.clear();
        assertThat(alloc.metric().usedHeapMemory()).isZero();
        assertThat(channel.isOpen()).isTrue();
    }

    /** No window bounds them. */
    @Test
    void framesOfUnknownKindsDoNotWait() {
        Channel stream = open(1);
        stream.config().setAutoRead(false);
        in(frame(DATA, 0, 1, (byte) '0'));
        for (int i = 0; i < 10; i++) {
            ByteBuf octets = frame(0x42, 0, 1, new byte[100]);
            in(octets);
            assertThat(octets.refCnt()).isZero();
        }
        int before = read.size();
        stream.config().setAutoRead(true);
        assertThat(read).hasSize(before);
    }

    @Test
    void requestsThatAreTakenBackAtOnceAreAFlood() {
        takeBack(999);
        assertThat(floods).containsExactly(Flood.CLIENT_RESETS);
        assertThat(channel.isOpen()).isFalse();
    }

    /** As when the calls of a gRPC client run out of time together. */
    @Test
    void requestsThatAreTakenBackAfterASecondAreNone() {
        takeBack(1000);
        assertThat(floods).isEmpty();
    }

    private void takeBack(int millis) {
        for (int round = 0, next = 1; round < 5; round++) {
            int first = next;
            for (int n = 0; n < 100 && channel.isOpen(); n++, next += 2) {
                in(frame(HEADERS, END_HEADERS, next, POST));
            }
            now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
            for (int id = first; id < next && channel.isOpen(); id += 2) {
                in(frame(RST_STREAM, 0, id, (byte) 0, (byte) 0, (byte) 0, (byte) 8));
            }
        }
    }

    @Test
    void eachResponseThatEndedAccountsForOneRequestThatIsTakenBack() {
        int id = 1;
        for (int n = 0; n < Flood.CLIENT_RESETS.limit() + 1; n++, id += 4) {
            Channel stream = open(id);
            answer(stream);
            stream.writeAndFlush(new DefaultHttp2DataFrame(true));
            open(id + 2);
            in(frame(RST_STREAM, 0, id + 2, (byte) 0, (byte) 0, (byte) 0, (byte) 8));
        }
        assertThat(floods).isEmpty();
    }

    /** CVE-2019-9511: each octet of window has us send a frame. */
    @Test
    void windowsThatAreGivenOctetByOctetAreAFlood() {
        in(frame(SETTINGS, 0, 0, (byte) 0, (byte) 4, (byte) 0, (byte) 0, (byte) 0, (byte) 0));
        Channel stream = open(1);
        answer(stream);
        stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(new byte[5000])));
        for (int n = 0; n < Flood.WINDOW_UPDATES.limit() + 1 && channel.isOpen(); n++) {
            in(frame(WINDOW_UPDATE, 0, 1, (byte) 0, (byte) 0, (byte) 0, (byte) 1));
        }
        assertThat(floods).containsExactly(Flood.WINDOW_UPDATES);
    }

    /** Long responses and short ones; each says that the others depend on the first, which would then get all there is. */
    @Test
    void allStreamsGoOnTogetherWhateverTheirPriorities() {
        Channel first = open(1);
        respond(first, Http2CodecUtil.DEFAULT_WINDOW_SIZE);
        Channel one = open(3);
        for (int stream = 5; stream <= 9; stream += 2) {
            in(frame(HEADERS, END_HEADERS | PRIORITIZED, stream, ByteBufUtil.getBytes(dependingOn(3))));
            in(frame(PRIORITY, 0, stream, (byte) 0, (byte) 0, (byte) 0, (byte) 3, (byte) 0));
        }
        respond(one, 60_000);
        respond(streams.get(2), 30_000);
        respond(streams.get(3), 100);
        respond(streams.get(4), 60_000);
        sent();
        in(frame(WINDOW_UPDATE, 0, 0, (byte) 0, (byte) 0, (byte) 16, (byte) 0));
        assertThat(sent()).containsSubsequence("0 of 3", "0 of 5", "0 of 7", "0 of 9");
    }

    private static ByteBuf dependingOn(int stream) {
        return Unpooled.buffer().writeInt(stream).writeByte(0).writeBytes(POST);
    }

    private static void respond(Channel stream, int octets) {
        answer(stream);
        stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(new byte[octets])));
    }

    /** Settings hold once they are acknowledged (RFC 9113 section 6.5.3), which a client need not do. */
    @Test
    void limitsStreamsBeforeItsSettingsAreAcknowledged() {
        ServerCodec codec = ServerCodec.create(
                new Http2Limits(10, 65535, 16384), HeadLimits.DEFAULT, _ -> {}, () -> {}, System::nanoTime);
        assertThat(codec.connection().remote().maxActiveStreams()).isEqualTo(20);
    }
}
