package dev.hawser.proxy.http.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.Framing;
import dev.hawser.proxy.http.codec.HeadLimits;
import dev.hawser.proxy.http.codec.HeadStore;
import dev.hawser.proxy.http.codec.MessageEnd;
import dev.hawser.proxy.http.codec.ProtocolVersion;
import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.http.codec.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a connection takes streams, and when it leaves. */
class Http2ConnectionTest {

    /** Frames in hexadecimal digits: length, type, flags, stream, content. */
    private static final String SETTINGS = "000000" + "04" + "00" + "00000000";

    private static final String GO_AWAY = goAwayAfter(Integer.MAX_VALUE);

    /** Number 1 is that of a request that was upgraded, which Netty does not use. */
    private static final int FIRST_STREAM = 3;

    private static final int SECOND_STREAM = 5;
    private static final int NO_ERROR = 0;
    private static final int REFUSED = 7;
    private static final int CANCEL = 8;

    private static final String WINDOW_OF_NOTHING = "000006" + "04" + "00" + "00000000" + "0004" + "00000000";
    /** Number 8 of the static table is the status 200 (RFC 7541 appendix A). */
    private static final String HEAD_OF_200 = "000001" + "01" + "04" + "00000003" + "88";

    private static final String MORE = "00";
    private static final String END = "01";

    private final AtomicLong nanos = new AtomicLong();
    private final Recording owner = new Recording();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    /** Notes what becomes of the connection. */
    private static final class Recording implements Http2Connection.Owner {

        private final List<String> heard = new ArrayList<>();

        @Override
        public void ready(Http2Connection connection) {
            heard.add("ready");
        }

        @Override
        public void notReady(ConnectFailure failure, Throwable cause) {
            heard.add(failure + " " + cause.getMessage());
        }

        @Override
        public void ended(Http2Stream stream) {
            heard.add("ended");
        }

        @Override
        public void leaving(Http2Connection connection) {
            heard.add("leaving");
        }
    }

    private Http2Connection connection(KeepAliveSettings settings) {
        Http2Connection made = new Http2Connection(
                channel,
                new Endpoint(new UUID(0, 1), "10.0.0.1", 80),
                InetAddress.getLoopbackAddress(),
                new Http2Streams(HeadLimits.DEFAULT, new HeadStore()),
                settings,
                owner,
                nanos::get);
        channel.pipeline().addLast(made);
        channel.pipeline().fireChannelActive();
        return made;
    }

    private Http2Connection greeted(String settings) {
        Http2Connection made = connection(KeepAliveSettings.DEFAULT);
        receive(settings);
        made.awaitGreeting(System.nanoTime());
        assertThat(owner.heard).containsExactly("ready");
        owner.heard.clear();
        return made;
    }

    private static String streams(int most) {
        return "000006" + "04" + "00" + "00000000" + "0003" + "%08x".formatted(most);
    }

    private static String reset(int stream, int code) {
        return "000004" + "03" + "00" + "%08x".formatted(stream) + "%08x".formatted(code);
    }

    private void receive(String frame) {
        channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(frame)));
        channel.runPendingTasks();
    }

    private static Http2Stream open(Http2Connection connection) {
        Http2Stream opened = Objects.requireNonNull(connection.open(), "a stream");
        opened.attach(new RecordingUser());
        Fields fields = Fields.create().add("Host", "h");
        opened.write(new RequestHead("GET", "/", ProtocolVersion.HTTP_1_1, fields, Framing.NONE));
        opened.flush();
        return opened;
    }

    private static Http2Stream openWithBody(Http2Connection connection) {
        Http2Stream opened = openWithHead(connection);
        writeBody(opened);
        return opened;
    }

    private static Http2Stream openWithHead(Http2Connection connection) {
        Http2Stream opened = Objects.requireNonNull(connection.open(), "a stream");
        opened.attach(new RecordingUser());
        Fields fields = Fields.create().add("Host", "h");
        opened.write(new RequestHead("POST", "/", ProtocolVersion.HTTP_1_1, fields, new Framing.Length(4)));
        opened.flush();
        return opened;
    }

    private static void writeBody(Http2Stream stream) {
        stream.write(Unpooled.copiedBuffer("body", StandardCharsets.US_ASCII));
        stream.write(MessageEnd.PLAIN);
        stream.flush();
    }

    /** From here on nothing can be written. */
    private void breakOutput() {
        channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                ReferenceCountUtil.release(message);
                promise.setFailure(new IOException("Broken pipe"));
            }
        });
    }

    private static String goAwayAfter(int stream) {
        return "000008" + "07" + "00" + "00000000" + "%08x".formatted(stream) + "00000000";
    }

    private static String data(String text, String flags) {
        return "%06x".formatted(text.length()) + "00" + flags + "%08x".formatted(FIRST_STREAM)
                + ByteBufUtil.hexDump(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** All frames that were sent, in hexadecimal digits. */
    private String sent() {
        StringBuilder sent = new StringBuilder();
        for (ByteBuf frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
            sent.append(ByteBufUtil.hexDump(frame));
            frame.release();
        }
        return sent.toString();
    }

    private static String read(Http2Stream stream) {
        StringBuilder read = new StringBuilder();
        for (Object message = stream.poll(); message != null; message = stream.poll()) {
            read.append(
                    switch (message) {
                        case ResponseHead head -> head.status() + " ";
                        case ByteBuf piece -> piece.toString(StandardCharsets.US_ASCII);
                        default -> " " + message.getClass().getSimpleName();
                    });
            ReferenceCountUtil.release(message);
        }
        return read.toString();
    }

    private void close(Http2Stream stream) {
        stream.close();
        channel.runPendingTasks();
    }

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    @Test
    void takesStreamsOnceTheEndpointGreeted() {
        Http2Connection connection = connection(KeepAliveSettings.DEFAULT);
        connection.awaitGreeting(System.nanoTime() + Duration.ofHours(1).toNanos());
        assertThat(connection.hasRoom()).isFalse();
        receive(SETTINGS);
        assertThat(connection.hasRoom()).isTrue();
        assertThat(owner.heard).containsExactly("ready");
    }

    @Test
    void whoWaitsInVainIsToldWhy() {
        connection(KeepAliveSettings.DEFAULT).awaitGreeting(System.nanoTime());
        channel.runScheduledPendingTasks();
        assertThat(owner.heard).containsExactly("TIMED_OUT no SETTINGS in time");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whatHappenedBeforeSomebodyWaitsIsToldThen() {
        Http2Connection connection = connection(KeepAliveSettings.DEFAULT);
        var _ = channel.close();
        assertThat(owner.heard).isEmpty();
        connection.awaitGreeting(System.nanoTime());
        assertThat(owner.heard).containsExactly("NO_HTTP_2 closed without SETTINGS");
    }

    @Test
    void takesNoMoreStreamsThanTheEndpointAllowsNow() {
        Http2Connection connection = greeted(streams(1));
        Http2Stream first = open(connection);
        assertThat(connection.hasRoom()).isFalse();
        receive(streams(2));
        assertThat(connection.hasRoom()).isTrue();
        receive(streams(1));
        assertThat(connection.hasRoom()).isFalse();
        close(first);
        assertThat(connection.hasRoom()).isTrue();
    }

    @Test
    void takesNoMoreThanOurOwnBound() {
        Http2Connection connection = greeted(streams(1_000_000));
        for (int i = 0; i < Http2Streams.MAX; i++) {
            assertThat(connection.hasRoom()).isTrue();
            open(connection);
        }
        assertThat(connection.hasRoom()).isFalse();
    }

    @Test
    void leavesWhenTheEndpointGoesAwayAndClosesBehindTheLastStream() {
        Http2Connection connection = greeted(SETTINGS);
        Http2Stream first = open(connection);
        Http2Stream second = open(connection);
        receive(GO_AWAY);
        assertThat(connection.hasRoom()).isFalse();
        close(first);
        assertThat(channel.isOpen()).isTrue();
        close(second);
        assertThat(channel.isOpen()).isFalse();
        assertThat(owner.heard).containsExactly("leaving", "ended", "ended");
    }

    @Test
    void isFullForAsLongAsARefusalHolds() {
        Http2Connection connection = greeted(SETTINGS);
        Http2Stream taken = open(connection);
        Http2Stream refused = open(connection);
        receive(reset(SECOND_STREAM, REFUSED));
        assertThat(refused.unprocessed()).isTrue();
        assertThat(connection.hasRoom()).isFalse();
        close(taken);
        assertThat(connection.hasRoom()).isTrue();
    }

    @Test
    void aConnectionThatRefusesItsOnlyStreamLeaves() {
        Http2Connection connection = greeted(SETTINGS);
        Http2Stream refused = open(connection);
        receive(reset(FIRST_STREAM, REFUSED));
        assertThat(refused.unprocessed()).isTrue();
        assertThat(owner.heard).contains("leaving");
        assertThat(channel.isOpen()).isFalse();
        assertThat(connection.hasRoom()).isFalse();
    }

    @Test
    void isTakenForDeadWhenNothingCameWhileAStreamWaitedForLong() {
        Http2Connection connection = greeted(SETTINGS);
        Http2Stream waiting = open(connection);
        nanos.addAndGet(Http2Connection.DEAD_NANOS);
        close(waiting);
        assertThat(connection.hasRoom()).isFalse();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void isTakenForAliveWhenAStreamWasGivenUpSoonOrSomethingCame() {
        Http2Connection connection = greeted(SETTINGS);
        Http2Stream brief = open(connection);
        nanos.addAndGet(Http2Connection.DEAD_NANOS - 1);
        close(brief);
        assertThat(connection.hasRoom()).isTrue();
        Http2Stream waiting = open(connection);
        receive(SETTINGS);
        nanos.addAndGet(Http2Connection.DEAD_NANOS);
        close(waiting);
        assertThat(connection.hasRoom()).isTrue();
    }

    /** RFC 9113 section 8.1: a response is not discarded because the rest of its request is not wanted. */
    @Test
    void aWholeResponseIsReadThoughItsRequestWasNotTaken() {
        Http2Connection connection = greeted(WINDOW_OF_NOTHING);
        Http2Stream stream = openWithBody(connection);
        receive(HEAD_OF_200 + data("a", MORE) + data("b", MORE) + data("c", MORE) + data("d", END));
        receive(reset(FIRST_STREAM, NO_ERROR));
        assertThat(owner.heard).isEmpty();
        assertThat(read(stream)).isEqualTo("200 abcd MessageEnd");
        channel.runPendingTasks();
        assertThat(owner.heard).containsExactly("ended");
        assertThat(connection.hasRoom()).isTrue();
    }

    @Test
    void aRequestThatWasNotTakenToItsEndIsCancelled() {
        Http2Connection connection = greeted(WINDOW_OF_NOTHING);
        Http2Stream stream = openWithBody(connection);
        receive(HEAD_OF_200 + data("told", END));
        assertThat(read(stream)).isEqualTo("200 told MessageEnd");
        stream.release();
        channel.runPendingTasks();
        assertThat(sent()).contains(reset(FIRST_STREAM, CANCEL));
        assertThat(owner.heard).containsExactly("ended");
    }

    @Test
    void anExchangeThatEndedIsNotCancelled() {
        Http2Connection connection = greeted(SETTINGS);
        Http2Stream stream = openWithBody(connection);
        receive(HEAD_OF_200 + data("told", END));
        stream.release();
        channel.runPendingTasks();
        assertThat(sent()).contains(data("body", END)).doesNotContain(reset(FIRST_STREAM, CANCEL));
    }

    @Test
    void whatTheEndpointSaidIsReadThoughItTakesNothingAnyMore() {
        Http2Connection connection = greeted(SETTINGS);
        Http2Stream answered = openWithHead(connection);
        Http2Stream unseen = open(connection);
        breakOutput();
        writeBody(answered);
        assertThat(connection.hasRoom()).isFalse();
        assertThat(channel.isOpen()).isTrue();
        receive(goAwayAfter(FIRST_STREAM) + HEAD_OF_200 + data("told", END));
        assertThat(read(answered)).isEqualTo("200 told MessageEnd");
        assertThat(unseen.unprocessed()).isTrue();
        close(answered);
        close(unseen);
        assertThat(channel.isOpen()).isFalse();
        assertThat(owner.heard).containsExactly("leaving", "ended", "ended");
    }

    @Test
    void anEndpointThatTakesNothingIsReadForAWhileOnly() {
        Http2Connection connection = greeted(SETTINGS);
        Http2Stream stream = openWithHead(connection);
        breakOutput();
        writeBody(stream);
        assertThat(stream.closed()).isFalse();
        channel.advanceTimeBy(5, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
        assertThat(stream.closed()).isTrue();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void carriesNoMoreRequestsThanItMay() {
        Http2Connection connection = connection(new KeepAliveSettings(1, 2, Duration.ZERO));
        receive(SETTINGS);
        connection.awaitGreeting(System.nanoTime());
        close(open(connection));
        assertThat(connection.hasRoom()).isTrue();
        Http2Stream last = open(connection);
        assertThat(connection.hasRoom()).isFalse();
        close(last);
        assertThat(channel.isOpen()).isFalse();
    }
}
