package dev.hawser.proxy.http.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Refuses header fields that go on in another line (RFC 9112 section 5.2), which Netty would join. It does so by looking
 * at the lines of the head once more after they were decoded.
 */
final class FoldlessRequestDecoder extends HttpRequestDecoder {

    private boolean inHead = true;
    private boolean folded;

    FoldlessRequestDecoder(HeadLimits limits) {
        super(DecoderSettings.of(limits));
    }

    /** Takes whole lines of the head, and nothing behind it; or bytes of the body, until it ends. */
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        int start = buffer.readerIndex();
        int known = out.size();
        super.decode(ctx, buffer, out);
        if (inHead && !folded) {
            folded = anyLineIsIndented(buffer, start, buffer.readerIndex());
        }
        for (int i = known; i < out.size(); i++) {
            follow(out.get(i));
        }
    }

    private static boolean anyLineIsIndented(ByteBuf buffer, int start, int end) {
        int line = start;
        while (line < end) {
            byte first = buffer.getByte(line);
            if (first == ' ' || first == '\t') {
                return true;
            }
            int lineFeed = buffer.indexOf(line, end, (byte) '\n');
            line = lineFeed < 0 ? end : lineFeed + 1;
        }
        return false;
    }

    private void follow(Object decoded) {
        if (decoded instanceof HttpRequest request) {
            if (folded && request.decoderResult().isSuccess()) {
                request.setDecoderResult(DecoderResult.failure(
                        new IllegalArgumentException("header field: folded (expected: one line for each)")));
            }
            folded = false;
            inHead = false;
        }
        if (decoded instanceof LastHttpContent) {
            inHead = true;
        }
    }
}
