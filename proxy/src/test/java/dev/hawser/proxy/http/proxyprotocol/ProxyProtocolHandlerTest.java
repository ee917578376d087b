package dev.hawser.proxy.http.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All cases of {@code proxy-protocol.txt}, whole, cut in two at every octet, and octet by octet. */
class ProxyProtocolHandlerTest {

    /** Of long headers, which are padded, only the ends are cut at every octet. */
    private static final int MANY = 300;

    private static final byte[] REST = "\r\n\r\n\0\r\nQUIT\nPROXY ".getBytes(StandardCharsets.US_ASCII);

    /**
     * What a connection may begin with, and what must become of it.
     *
     * @param text an octet a character
     */
    record Case(String id, String outcome, String text) {

        static Case parse(String line) {
            String[] parts = line.split(" \\| ", 3);
            String text = parts[2].startsWith("hex:")
                    ? new String(HexFormat.of().parseHex(parts[2].substring(4)), StandardCharsets.ISO_8859_1)
                    : parts[2].translateEscapes();
            return new Case(parts[0], parts[1], text);
        }

        byte[] octets() {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            return id;
        }
    }

    static List<Case> cases() {
        try (InputStream in = ProxyProtocolHandlerTest.class.getResourceAsStream("/proxy-protocol.txt")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(Case::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final RefusedHeaders refused = new RefusedHeaders();

    private String outcome(List<byte[]> pieces) {
        Recorder recorder = new Recorder();
        EmbeddedChannel channel = new EmbeddedChannel(new ProxyProtocolHandler(refused), recorder);
        for (byte[] piece : pieces) {
            if (!channel.isOpen()) {
                break;
            }
            channel.writeInbound(Unpooled.copiedBuffer(piece));
        }
        String outcome;
        if (recorder.header == null) {
            assertThat(recorder.rest.isReadable())
                    .as("passed on without a header")
                    .isFalse();
            outcome = channel.isOpen() ? "more" : "refused";
        } else {
            assertThat(channel.pipeline().get(ProxyProtocolHandler.class)).isNull();
            outcome = recorder.header.source() == null
                    ? "silent"
                    : recorder.header.source().getHostAddress();
        }
        byte[] rest = new byte[recorder.rest.readableBytes()];
        recorder.rest.readBytes(rest);
        channel.finishAndReleaseAll();
        recorder.rest.release();
        if (recorder.header != null) {
            assertThat(rest).as("what follows the header").isEqualTo(REST);
        }
        return outcome;
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] withRest(Case wanted) {
        if (wanted.outcome().equals("more")) {
            return wanted.octets();
        }
        byte[] all = Arrays.copyOf(wanted.octets(), wanted.text().length() + REST.length);
        System.arraycopy(REST, 0, all, wanted.text().length(), REST.length);
        return all;
    }

    private static String expected(Case wanted) {
        return wanted.outcome().indexOf(':') < 0 && wanted.outcome().indexOf('.') < 0
                ? wanted.outcome()
                : InetAddress.ofLiteral(wanted.outcome()).getHostAddress();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void comesOutAlikeHoweverItIsCut(Case wanted) {
        byte[] all = withRest(wanted);
        assertThat(outcome(List.of(all))).as("whole").isEqualTo(expected(wanted));
        for (int cut = 1; cut < all.length; cut += all.length - cut > MANY && cut > MANY ? MANY : 1) {
            assertThat(outcome(List.of(slice(all, 0, cut), slice(all, cut, all.length))))
                    .as("cut at %s", cut)
                    .isEqualTo(expected(wanted));
        }
        List<byte[]> octets = new ArrayList<>();
        for (byte octet : all) {
            octets.add(new byte[] {octet});
        }
        assertThat(outcome(octets)).as("octet by octet").isEqualTo(expected(wanted));
    }

    @Test
    void countsEachConnectionOnce() {
        outcome(List.of("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII), REST));
        assertThat(refused.count()).isEqualTo(1);
        outcome(List.of("PROXY TCP4 1".getBytes(StandardCharsets.US_ASCII)));
        assertThat(refused.count()).as("cut off").isEqualTo(2);
        outcome(List.of());
        assertThat(refused.count()).as("a look at the port is none").isEqualTo(2);
        outcome(List.of("PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII), REST));
        assertThat(refused.count()).isEqualTo(2);
    }

    private static final class Recorder extends ChannelInboundHandlerAdapter {

        private final ByteBuf rest = Unpooled.buffer();
        private @Nullable ProxyHeader header;

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof ProxyHeader told) {
                assertThat(header).as("told once").isNull();
                assertThat(rest.isReadable()).as("told first").isFalse();
                header = told;
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf piece = (ByteBuf) message;
            rest.writeBytes(piece);
            piece.release();
        }
    }
}
