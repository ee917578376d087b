package dev.hawser.proxy.http.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.codec.MalformedMessage.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

// What becomes of a write shows in what the channel sent.
@SuppressWarnings("FutureReturnValueIgnored")
class DownstreamHandlerTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private final Reads reads = new Reads();
    private final List<Object> events = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(reads);

    DownstreamHandlerTest() {
        DownstreamCodec.install(channel.pipeline(), HeadLimits.DEFAULT, new HeadStore(), 10);
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                events.add(event);
            }
        });
    }

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private void respond() {
        channel.write(new ResponseHead(200, "OK", ProtocolVersion.HTTP_1_1, Fields.create(), Framing.NONE));
        channel.write(MessageEnd.PLAIN);
    }

    private List<Object> read() {
        List<Object> messages = new ArrayList<>();
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            messages.add(message);
        }
        return messages;
    }

    private String sent() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf buffer = channel.readOutbound(); buffer != null; buffer = channel.readOutbound()) {
            text.append(buffer.toString(StandardCharsets.ISO_8859_1)).append(buffer.isReadable() ? "|" : "");
            buffer.release();
        }
        return text.toString();
    }

    @Test
    void readsTheNextRequestOnceTheFirstIsAnswered() {
        receive(GET + GET + GET.substring(0, 5));
        assertThat(read()).hasSize(2);
        respond();
        assertThat(read()).hasSize(2);
        assertThat(events).isEmpty();
        respond();
        assertThat(read()).isEmpty();
        assertThat(events).containsExactly(ReadingEvent.HEAD_BEGUN);
        receive(GET.substring(5));
        assertThat(read()).hasSize(2);
    }

    @Test
    void keepsTheSocketFromBeingReadWhileRequestsWait() {
        receive(GET);
        int before = reads.count;
        channel.read();
        assertThat(reads.count).isEqualTo(before + 1);
        receive(GET);
        before = reads.count;
        channel.read();
        channel.read();
        assertThat(reads.count).isEqualTo(before);
        respond();
        assertThat(reads.count).isEqualTo(before + 1);
    }

    @Test
    void tellsOnceThatAHeadHasBegun() {
        for (byte octet : GET.getBytes(StandardCharsets.US_ASCII)) {
            channel.writeInbound(Unpooled.copiedBuffer(new byte[] {octet}));
        }
        assertThat(read()).hasSize(2);
        assertThat(events).containsExactly(ReadingEvent.HEAD_BEGUN);
    }

    /** RFC 9112 section 2.2: some clients send one behind a body. */
    @Test
    void takesAnEmptyLineForNoHead() {
        receive("\r\n");
        assertThat(events).isEmpty();
        receive("G");
        assertThat(events).containsExactly(ReadingEvent.HEAD_BEGUN);
    }

    @Test
    void passesWhatCameEarlyAsItIsWhenTheProtocolSwitches() {
        receive(GET + "\0not HTTP");
        assertThat(read()).hasSize(2);
        channel.writeOneOutbound(
                new ResponseHead(101, "Switching Protocols", ProtocolVersion.HTTP_1_1, Fields.create(), Framing.NONE));
        channel.flush();
        DownstreamCodec.remove(channel.pipeline());
        assertThat(sent()).isEqualTo("HTTP/1.1 101 Switching Protocols\r\n\r\n|");
        ByteBuf early = channel.readInbound();
        assertThat(early.toString(StandardCharsets.ISO_8859_1)).isEqualTo("\0not HTTP");
        early.release();
    }

    @Test
    void refusesABodyThatIsAnnouncedToBeTooLongBeforeItsHeadIsPassed() {
        receive("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n");
        assertThat(read())
                .singleElement()
                .isInstanceOfSatisfying(
                        MalformedMessage.class,
                        message -> assertThat(message.reason()).isEqualTo(Reason.BODY_TOO_LARGE));
    }

    @Test
    void refusesChunksThatAreTogetherTooLong() {
        receive(
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n5\r\nabcde\r\n0\r\n\r\n");
        List<Object> messages = read();
        assertThat(messages.getLast()).isInstanceOf(MalformedMessage.class);
        messages.stream().filter(ByteBuf.class::isInstance).forEach(piece -> ((ByteBuf) piece).release());
    }

    /** A peer must not make us hold a buffer for each octet. */
    @Test
    void joinsChunksOfOneOctet() {
        channel.pipeline()
                .replace(
                        DownstreamHandler.class,
                        "unlimited",
                        new DownstreamHandler(HeadLimits.DEFAULT, new HeadStore(), 1000));
        receive("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + "1\r\na\r\n".repeat(300)
                + "0\r\n\r\n");
        List<Object> messages = read();
        assertThat(messages).hasSize(3);
        ByteBuf body = (ByteBuf) messages.get(1);
        assertThat(body.toString(StandardCharsets.ISO_8859_1)).isEqualTo("a".repeat(300));
        body.release();
    }

    @Test
    void writesAHeadAndASmallBodyInOneBuffer() {
        channel.write(new ResponseHead(
                200, "OK", ProtocolVersion.HTTP_1_1, Fields.create().add("X", "1"), new Framing.Length(2)));
        channel.write(Unpooled.copiedBuffer("hi", StandardCharsets.US_ASCII), channel.voidPromise());
        channel.write(MessageEnd.PLAIN, channel.voidPromise());
        channel.flush();
        assertThat(sent()).isEqualTo("HTTP/1.1 200 OK\r\nX: 1\r\nContent-Length: 2\r\n\r\n|hi|");
        channel.write(
                new ResponseHead(200, "Fine", ProtocolVersion.HTTP_1_1, Fields.create(), new Framing.Length(2)),
                channel.voidPromise());
        channel.write(Unpooled.copiedBuffer("hi", StandardCharsets.US_ASCII), channel.voidPromise());
        channel.write(MessageEnd.PLAIN, channel.voidPromise());
        channel.flush();
        assertThat(sent()).isEqualTo("HTTP/1.1 200 Fine\r\nContent-Length: 2\r\n\r\nhi|");
    }

    @Test
    void framesChunksAndTrailers() {
        channel.write(
                new ResponseHead(200, "OK", ProtocolVersion.HTTP_1_1, Fields.create(), Framing.CHUNKED),
                channel.voidPromise());
        channel.write(Unpooled.copiedBuffer("a".repeat(2000), StandardCharsets.US_ASCII), channel.voidPromise());
        channel.write(Unpooled.copiedBuffer("b".repeat(26), StandardCharsets.US_ASCII), channel.voidPromise());
        channel.write(new MessageEnd(Fields.create().add("X", "1")), channel.voidPromise());
        channel.flush();
        assertThat(sent().replace("|", ""))
                .isEqualTo("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" + "a".repeat(2000)
                        + "\r\n1a\r\n" + "b".repeat(26) + "\r\n0\r\nX: 1\r\n\r\n");
    }

    /** What is held goes out before the mark, and the mark's promise says that it did. */
    @Test
    void writesWhatIsHeldBeforeAMarkToWaitFor() {
        channel.write(
                new ResponseHead(200, "OK", ProtocolVersion.HTTP_1_1, Fields.create(), Framing.NONE),
                channel.voidPromise());
        assertThat(channel.writeAndFlush(Unpooled.EMPTY_BUFFER).isSuccess()).isTrue();
        assertThat(sent()).isEqualTo("HTTP/1.1 200 OK\r\n\r\n|");
    }

    private static final class Reads extends ChannelOutboundHandlerAdapter {

        private int count;

        @Override
        public void read(ChannelHandlerContext ctx) {
            count++;
            ctx.read();
        }
    }
}
