package dev.hawser.proxy.http.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages in as few buffers as they need: a head, what frames the body and small pieces of it are put into one,
 * which is held back until the next flush or the next large piece. Large pieces are passed on as they are.
 */
// Writes and closes report failures through the pipeline, not through their futures.
@SuppressWarnings("FutureReturnValueIgnored")
final class MessageWriter {

    /** The longest piece that is copied, in bytes: copying more costs more than another buffer. */
    private static final int SMALL = 1024;

    /** The size of a chunk with the ends of two lines. */
    private static final int CHUNK_LINE = 2 + 16 + 2;

    private static final byte[] CHUNKED_FIELD = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] LAST_CHUNK = ascii("0\r\n");
    private static final byte[] VERSION_AND_END = ascii(" HTTP/1.1\r\n");
    private static final byte[] CR_LF = ascii("\r\n");
    private static final byte[] DIGITS = ascii("0123456789abcdef");
    private static final FieldSet FRAMING = FieldSet.of(FieldName.TRANSFER_ENCODING);
    private static final FieldSet ALL_FRAMING = FRAMING.plus(FieldSet.of(FieldName.CONTENT_LENGTH));
    private static final byte[][] STATUS_LINES = new byte[1000][];

    static {
        for (int status = 100; status < STATUS_LINES.length; status++) {
            STATUS_LINES[status] = ascii("HTTP/1.1 " + status + " " + ReasonPhrases.of(status) + "\r\n");
        }
    }

    private @Nullable ByteBuf held;
    private Framing framing = Framing.NONE;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** @throws IllegalArgumentException if the target has a character that would end it */
    void head(ChannelHandlerContext ctx, RequestHead head) {
        String target = head.target();
        boolean ascii = checkTarget(target);
        int line = head.method().length() + 1 + (ascii ? target.length() : ByteBufUtil.utf8MaxBytes(target));
        ByteBuf to = begin(ctx, line + VERSION_AND_END.length, head.fields(), head.framing());
        ByteBufUtil.writeAscii(to, head.method());
        to.writeByte(Octets.SP);
        if (ascii) {
            ByteBufUtil.writeAscii(to, target);
        } else {
            ByteBufUtil.writeUtf8(to, target);
        }
        to.writeBytes(VERSION_AND_END);
        fields(to, head.fields(), head.framing() instanceof Framing.Chunked ? ALL_FRAMING : FRAMING);
    }

    /** Whether it is ASCII; configured paths may be something else. */
    private static boolean checkTarget(String target) {
        boolean ascii = true;
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c == 0x7f) {
                throw new IllegalArgumentException(
                        "request target: has character " + (int) c + " (expected: no space, no control character)");
            }
            ascii &= c < 0x80;
        }
        return ascii;
    }

    void head(ChannelHandlerContext ctx, ResponseHead head) {
        String reason = head.reason();
        boolean usual = reason.equals(ReasonPhrases.of(head.status()));
        byte[] line = STATUS_LINES[head.status()];
        ByteBuf to = begin(ctx, line.length + reason.length(), head.fields(), head.framing());
        if (usual) {
            to.writeBytes(line);
        } else {
            to.writeBytes(line, 0, "HTTP/1.1 200 ".length());
            byte[] other = new byte[reason.length()];
            to.writeBytes(other, 0, FieldText.writeValue(reason, other, 0));
            to.writeBytes(CR_LF);
        }
        // RFC 9110 section 8.6, RFC 9112 section 6.1: these must not announce what they cannot have.
        boolean bodiless = head.status() < 200 || head.status() == 204;
        fields(to, head.fields(), bodiless || head.framing() instanceof Framing.Chunked ? ALL_FRAMING : FRAMING);
    }

    private ByteBuf begin(ChannelHandlerContext ctx, int lineLength, Fields fields, Framing next) {
        framing = next;
        int length = lineLength + fields.writtenLength() + CHUNKED_FIELD.length + CHUNK_LINE;
        return room(ctx, length + (next instanceof Framing.Length(long bytes) && bytes <= SMALL ? (int) bytes : 0));
    }

    private void fields(ByteBuf to, Fields fields, FieldSet dropped) {
        fields.writeTo(to, dropped);
        if (framing instanceof Framing.Chunked) {
            to.writeBytes(CHUNKED_FIELD);
        } else if (framing instanceof Framing.Length(long bytes) && !fields.has(FieldName.CONTENT_LENGTH)) {
            ByteBufUtil.writeAscii(to, FieldName.CONTENT_LENGTH + ": " + bytes + "\r\n");
        }
        to.writeBytes(CR_LF);
    }

    /** Takes over a piece of the body; of a message that has none it is dropped. */
    void body(ChannelHandlerContext ctx, ByteBuf piece) {
        int length = piece.readableBytes();
        if (length == 0 || framing instanceof Framing.None) {
            piece.release();
            return;
        }
        boolean chunked = framing instanceof Framing.Chunked;
        if (chunked) {
            size(room(ctx, CHUNK_LINE + (length <= SMALL ? length : 0)), length);
        }
        if (held != null && length <= SMALL && length <= held.writableBytes()) {
            try {
                held.writeBytes(piece);
            } finally {
                piece.release();
            }
        } else {
            release(ctx);
            ctx.write(piece, ctx.voidPromise());
        }
        if (chunked) {
            room(ctx, CR_LF.length).writeBytes(CR_LF);
        }
    }

    private static void size(ByteBuf to, int length) {
        int shift = (31 - Integer.numberOfLeadingZeros(length)) & ~3;
        for (; shift >= 0; shift -= 4) {
            to.writeByte(DIGITS[length >>> shift & 0xf]);
        }
        to.writeBytes(CR_LF);
    }

    void end(ChannelHandlerContext ctx, MessageEnd end) {
        if (framing instanceof Framing.Chunked) {
            Fields trailers = end.trailers();
            int length = trailers == null ? 0 : trailers.writtenLength();
            ByteBuf to = room(ctx, LAST_CHUNK.length + length + CR_LF.length).writeBytes(LAST_CHUNK);
            if (trailers != null) {
                trailers.writeTo(to, ALL_FRAMING);
            }
            to.writeBytes(CR_LF);
        }
        framing = Framing.NONE;
    }

    /** What is held, with room for more; never moved, for that would copy it. */
    private ByteBuf room(ChannelHandlerContext ctx, int length) {
        ByteBuf to = held;
        if (to != null && to.writableBytes() < length) {
            release(ctx);
            to = null;
        }
        if (to == null) {
            to = ctx.alloc().directBuffer(Math.max(64, length));
            held = to;
        }
        return to;
    }

    /** Writes what is held. */
    void release(ChannelHandlerContext ctx) {
        ByteBuf all = held;
        held = null;
        if (all != null) {
            ctx.write(all, ctx.voidPromise());
        }
    }

    /** Writes what is held; the promise tells when it, and all before it, is sent. */
    void release(ChannelHandlerContext ctx, ChannelPromise promise) {
        ByteBuf all = held;
        held = null;
        ctx.write(all == null ? Unpooled.EMPTY_BUFFER : all, promise);
    }

    /** Drops what is held. */
    void discard() {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
