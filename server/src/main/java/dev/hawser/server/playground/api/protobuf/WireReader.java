package dev.hawser.server.playground.api.protobuf;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The fields of one message in the order of its bytes. Source: Protocol Buffers, "Encoding".
 *
 * <p>Call {@link #next}, then read the value by its wire type. Malformed bytes make any method throw
 * {@link IllegalArgumentException}.
 */
final class WireReader {

    static final int VARINT = 0;
    static final int BYTES = 2;
    private static final int TYPE_BITS = 3;
    private static final int MAX_VARINT_BITS = 64;

    private final ByteBuffer bytes;
    private long tag;

    WireReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Whether there is another field; if so it becomes the current one. */
    boolean next() {
        if (!bytes.hasRemaining()) {
            return false;
        }
        tag = varint();
        if (wireType() != VARINT && wireType() != BYTES) {
            throw new IllegalArgumentException("wire type: %d (expected: 0 or 2)".formatted(wireType()));
        }
        return true;
    }

    int number() {
        return (int) (tag >>> TYPE_BITS);
    }

    int wireType() {
        return (int) (tag & 7);
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
            byte part = read();
            value |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("varint: longer than 10 bytes (expected: at most 10)");
    }

    /** The bytes of the current field, which share their memory with the message. */
    ByteBuffer bytes() {
        long length = varint();
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException(
                    "length: %d (expected: at most %d)".formatted(length, bytes.remaining()));
        }
        ByteBuffer part = bytes.slice(bytes.position(), (int) length);
        bytes.position(bytes.position() + (int) length);
        return part;
    }

    String text() {
        return StandardCharsets.UTF_8.decode(bytes()).toString();
    }

    void skip() {
        if (wireType() == VARINT) {
            varint();
        } else {
            bytes();
        }
    }

    private byte read() {
        try {
            return bytes.get();
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("message: ends within a field (expected: whole fields)", e);
        }
    }
}
