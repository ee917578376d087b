package dev.hawser.proxy.health.probe;

import dev.hawser.proxy.health.CheckResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks over HTTP and reads the status line, only that; the rest of the response is cut off with the connection. A line
 * that holds no status is told as {@link CheckResult.Status#NO_STATUS}.
 */
final class HttpProbe extends SimpleChannelInboundHandler<ByteBuf> {

    /** A line that is longer than this many bytes is none. */
    private static final int MAX_LINE = 8192;

    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/\\d+\\.\\d+\\s+(\\d{3})(?!\\d)", Pattern.CASE_INSENSITIVE);

    private final ProbeCall call;
    private final StringBuilder line = new StringBuilder(64);

    private HttpProbe(ProbeCall call) {
        this.call = call;
    }

    /** Adds the request and its response to a new connection. */
    static void install(ChannelPipeline pipeline, ProbeCall call, ProbeTarget target) {
        byte[] request = target.request();
        pipeline.addLast(new HttpProbe(call)).addLast(new ProbeConnection(call, channel -> {
            // A write that fails closes the connection, which is told.
            var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(request));
        }));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
        int end = bytes.indexOf(bytes.readerIndex(), bytes.writerIndex(), (byte) '\n');
        int length = Math.min((end < 0 ? bytes.writerIndex() : end) - bytes.readerIndex(), MAX_LINE - line.length());
        line.append(bytes.toString(bytes.readerIndex(), length, StandardCharsets.ISO_8859_1));
        if (end >= 0 || line.length() >= MAX_LINE) {
            call.ended(new CheckResult.Status(statusOf(line)));
        }
    }

    private static int statusOf(CharSequence line) {
        Matcher matcher = STATUS_LINE.matcher(line);
        return matcher.lookingAt() ? Integer.parseInt(matcher.group(1)) : CheckResult.Status.NO_STATUS;
    }
}
