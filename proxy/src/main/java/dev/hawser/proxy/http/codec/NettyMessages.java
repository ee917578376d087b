package dev.hawser.proxy.http.codec;

import dev.hawser.proxy.http.codec.MalformedMessage.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Between single objects of Netty's codec and ours. */
final class NettyMessages {

    private static final String CHUNKED = "chunked";

    private NettyMessages() {}

    static @Nullable ProtocolVersion version(HttpVersion version) {
        if (version.equals(HttpVersion.HTTP_1_1)) {
            return ProtocolVersion.HTTP_1_1;
        }
        return version.equals(HttpVersion.HTTP_1_0) ? ProtocolVersion.HTTP_1_0 : null;
    }

    /** RFC 9112 section 6.1: the only transfer coding that is understood here is chunked, once. */
    static @Nullable MalformedMessage checkCodings(Fields fields) {
        List<String> codings = fields.all(FieldNames.TRANSFER_ENCODING);
        return codings.isEmpty() || (codings.size() == 1 && codings.getFirst().equalsIgnoreCase(CHUNKED))
                ? null
                : new MalformedMessage(Reason.UNSUPPORTED_TRANSFER_CODING, "transfer coding is not chunked alone");
    }

    /** How a body goes whose codings are understood; the decoder has refused by now what can be read in two ways. */
    static Framing framing(Fields fields, Framing otherwise) {
        if (fields.contains(FieldNames.TRANSFER_ENCODING)) {
            return Framing.CHUNKED;
        }
        String length = fields.first(FieldNames.CONTENT_LENGTH);
        return length == null ? otherwise : new Framing.Length(Long.parseLong(length.trim()));
    }

    /** Sets the field that frames the body. Content-Length is left as it is: a head without a body may name one. */
    static void frame(Fields fields, Framing framing) {
        if (framing instanceof Framing.Chunked) {
            fields.set(FieldNames.TRANSFER_ENCODING, CHUNKED);
        } else {
            fields.remove(FieldNames.TRANSFER_ENCODING);
        }
    }

    static MessageEnd end(LastHttpContent last) {
        return last.trailingHeaders().isEmpty() ? MessageEnd.PLAIN : new MessageEnd(new Fields(last.trailingHeaders()));
    }

    static Object toContent(Object message) {
        return switch (message) {
            case MessageEnd(Fields trailers)
            when trailers != null -> new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, trailers.headers());
            case MessageEnd _ -> LastHttpContent.EMPTY_LAST_CONTENT;
            // Netty's encoders let this one pass between messages, as a mark to wait for.
            case ByteBuf body
            when !body.isReadable() -> {
                body.release();
                yield Unpooled.EMPTY_BUFFER;
            }
            case ByteBuf body -> new DefaultHttpContent(body);
            default -> message;
        };
    }

    /** The offence behind a failure of the decoder; {@code null} when the peer merely went away. */
    static @Nullable MalformedMessage offence(Throwable cause, Reason lineTooLong) {
        return switch (cause) {
            case PrematureChannelClosureException _ -> null;
            case TooLongHttpLineException _ -> new MalformedMessage(lineTooLong, "first line is too long");
            case TooLongHttpHeaderException _ ->
                new MalformedMessage(Reason.HEAD_TOO_LARGE, "header fields are too large");
            default -> MalformedMessage.syntax("head breaks the grammar of HTTP/1.1");
        };
    }
}
