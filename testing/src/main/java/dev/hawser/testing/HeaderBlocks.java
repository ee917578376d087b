package dev.hawser.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Header blocks of one connection (RFC 7541): written as they are, read with the table that its sender keeps. */
public final class HeaderBlocks {

    private static final int LONG_STRING = 127;

    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

    /** The block of some lines, each a literal with a new name that enters no table. */
    public static byte[] write(List<Http2Field> fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (Http2Field field : fields) {
            block.write(0);
            write(field.name(), block);
            write(field.value(), block);
        }
        return block.toByteArray();
    }

    /** A length with a prefix of seven bits, and the octets (RFC 7541 sections 5.1 and 5.2). */
    private static void write(String text, ByteArrayOutputStream block) {
        int length = text.length();
        block.write(Math.min(length, LONG_STRING));
        if (length >= LONG_STRING) {
            int rest = length - LONG_STRING;
            while (rest > LONG_STRING) {
                block.write((rest & LONG_STRING) | (LONG_STRING + 1));
                rest >>>= 7;
            }
            block.write(rest);
        }
        block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The lines of the connection's next block. */
    List<Http2Field> read(int stream, byte[] block) throws IOException {
        ByteBuf octets = Unpooled.wrappedBuffer(block);
        List<Http2Field> fields = new ArrayList<>();
        try {
            decoder.decodeHeaders(stream, octets)
                    .forEach(line -> fields.add(new Http2Field(
                            line.getKey().toString(), line.getValue().toString())));
        } catch (Http2Exception e) {
            throw new IOException("stream " + stream + ": " + e.getMessage(), e);
        } finally {
            octets.release();
        }
        return fields;
    }
}
