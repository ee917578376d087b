package dev.hawser.proxy.http.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** The octets that came and were not read yet. Owns its buffer. */
final class Input {

    private @Nullable ByteBuf buffer;

    /** Takes over octets that come behind those that are there. */
    void add(ByteBuf more, ByteBufAllocator allocator) {
        ByteBuf before = buffer;
        if (before == null) {
            buffer = more;
            return;
        }
        try {
            ByteBuf both = allocator.buffer(before.readableBytes() + more.readableBytes());
            buffer = both.writeBytes(before).writeBytes(more);
        } finally {
            before.release();
            more.release();
        }
    }

    boolean isEmpty() {
        return buffer == null;
    }

    int available() {
        return buffer == null ? 0 : buffer.readableBytes();
    }

    byte peek() {
        return present().getByte(present().readerIndex());
    }

    /** The next octet; there must be one. */
    byte next() {
        byte octet = present().readByte();
        releaseIfRead();
        return octet;
    }

    /** Copies the next octets, and leaves them there. */
    void copy(byte[] to, int at, int count) {
        present().getBytes(present().readerIndex(), to, at, count);
    }

    void skip(int count) {
        present().skipBytes(count);
        releaseIfRead();
    }

    void moveTo(ByteBuf to, int count) {
        to.writeBytes(present(), count);
        releaseIfRead();
    }

    /** The next octets as a buffer of their own, for the caller to release; without a copy. */
    ByteBuf take(int count) {
        ByteBuf from = present();
        if (count < from.readableBytes()) {
            return from.readRetainedSlice(count);
        }
        buffer = null;
        return from;
    }

    /** Everything that is left; {@code null} when that is nothing. */
    @Nullable
    ByteBuf takeAll() {
        ByteBuf rest = buffer;
        buffer = null;
        return rest;
    }

    void release() {
        ByteBuf rest = takeAll();
        if (rest != null) {
            rest.release();
        }
    }

    private void releaseIfRead() {
        ByteBuf from = present();
        if (!from.isReadable()) {
            from.release();
            buffer = null;
        }
    }

    private ByteBuf present() {
        if (buffer == null) {
            throw new IllegalStateException("input: empty (expected: octets)");
        }
        return buffer;
    }
}
