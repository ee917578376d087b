package dev.hawser.proxy.http.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/** What a connection carries, by what it begins with; however that is cut into pieces. */
public enum FirstOctets {
    /** More must come. */
    UNDECIDED,
    HTTP_1,
    /** The preface of HTTP/2 (RFC 9113 section 3.4). */
    HTTP_2,
    /** A line that is short and names no version of HTTP/1, and so is as little a request as it is the preface. */
    NEITHER;

    /** The longest line that is waited for, in octets: any line that could be meant as the preface is shorter. */
    private static final int MAX_LINE = 32;

    private static final ByteBuf PREFACE =
            Unpooled.unreleasableBuffer(Http2CodecUtil.connectionPrefaceBuf()).asReadOnly();
    private static final AsciiString VERSION = AsciiString.cached("HTTP/1.");

    /** Looks at what came so far, which is left as it is. */
    public static FirstOctets of(ByteBuf begin) {
        int start = begin.readerIndex();
        int common = Math.min(begin.readableBytes(), PREFACE.readableBytes());
        if (ByteBufUtil.equals(begin, start, PREFACE, 0, common)) {
            return common < PREFACE.readableBytes() ? UNDECIDED : HTTP_2;
        }
        int length = Math.min(MAX_LINE, begin.readableBytes());
        int end = begin.indexOf(start, start + length, (byte) '\n');
        if (end < 0) {
            return length < MAX_LINE ? UNDECIDED : HTTP_1;
        }
        CharSequence line = begin.getCharSequence(start, end - start, StandardCharsets.ISO_8859_1);
        // An empty line may come before a request (RFC 9112 section 2.2).
        boolean empty = line.length() <= 1;
        return empty || AsciiString.contains(line, VERSION) ? HTTP_1 : NEITHER;
    }
}
