package dev.hawser.proxy.http.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a copy of what was sent of a request's body, as long as that is at most {@value #MAX_BYTES} bytes, so that it
 * can be sent again.
 */
final class ReplayBuffer {

    static final int MAX_BYTES = 64 * 1024;

    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf kept;
    private boolean complete = true;

    ReplayBuffer(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** Whether it has everything that was given to it. */
    boolean complete() {
        return complete;
    }

    /** Copies a piece; the caller keeps the piece. */
    void add(ByteBuf piece) {
        if (!complete) {
            return;
        }
        ByteBuf buffer = kept == null ? allocator.buffer(piece.readableBytes(), MAX_BYTES) : kept;
        kept = buffer;
        if (piece.readableBytes() > MAX_BYTES - buffer.readableBytes()) {
            giveUp();
        } else {
            buffer.writeBytes(piece, piece.readerIndex(), piece.readableBytes());
        }
    }

    /**
     * A copy of everything that was added, for the caller to release; {@code null} when that is nothing. A copy, for
     * what is kept moves when it grows, while the operating system may still read what was given out.
     */
    @Nullable
    ByteBuf content() {
        return kept == null ? null : kept.copy();
    }

    /** Drops what is kept and keeps nothing from here on. */
    void giveUp() {
        complete = false;
        if (kept != null) {
            kept.release();
            kept = null;
        }
    }
}
