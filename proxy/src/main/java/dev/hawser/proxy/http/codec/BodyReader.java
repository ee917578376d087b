package dev.hawser.proxy.http.codec;

import dev.hawser.proxy.http.codec.MalformedMessage.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Splits off one body after another (RFC 9112 section 6), piece by piece as it comes in. Pieces are passed on without a
 * copy, but for small chunks: those that came at once are joined, so that a peer that sends each octet in a chunk of its
 * own makes us hold no more than another.
 */
final class BodyReader {

    /** Chunks shorter than this are joined, in bytes. */
    private static final int SMALL = 512;

    private final Consumer<Object> out;
    private final ByteBufAllocator allocator;
    private final long maxBytes;
    private final ChunkFraming chunks;
    private Framing framing = Framing.NONE;
    private long left;
    private long passed;
    private @Nullable ByteBuf joined;

    /**
     * @param out takes the pieces, and the end
     * @param maxBytes how long a body may be
     */
    BodyReader(HeadLimits limits, HeadStore store, long maxBytes, ByteBufAllocator allocator, Consumer<Object> out) {
        this.out = out;
        this.allocator = allocator;
        this.maxBytes = maxBytes;
        this.chunks = new ChunkFraming(limits, store);
    }

    /** Refuses a body that is announced to be longer than the limit. */
    void check(Framing next) throws Refusal {
        if (next instanceof Framing.Length(long bytes) && bytes > maxBytes) {
            throw tooLarge();
        }
    }

    /**
     * Begins a body.
     *
     * @return whether it ended at once
     */
    boolean begin(Framing next) {
        framing = next;
        passed = 0;
        if (next instanceof Framing.Length(long bytes)) {
            left = bytes;
            return endIf(bytes == 0);
        }
        left = next instanceof Framing.UntilClose ? Long.MAX_VALUE : 0;
        return endIf(next instanceof Framing.None);
    }

    private boolean endIf(boolean ended) {
        if (ended) {
            out.accept(MessageEnd.PLAIN);
        }
        return ended;
    }

    /**
     * Reads on.
     *
     * @return whether it ended; if not, all of the input was read
     */
    boolean read(Input input) throws Refusal {
        if (framing instanceof Framing.Chunked) {
            try {
                return readChunks(input);
            } finally {
                passJoined();
            }
        }
        if (!input.isEmpty()) {
            int count = (int) Math.min(left, input.available());
            left -= count;
            out.accept(input.take(count));
        }
        return endIf(left == 0);
    }

    /** The connection was closed; whether that is how the body ends. */
    boolean closed() {
        return endIf(framing instanceof Framing.UntilClose);
    }

    private boolean readChunks(Input input) throws Refusal {
        while (!input.isEmpty()) {
            if (left > 0) {
                readChunk(input);
                continue;
            }
            ChunkFraming.Found found = chunks.read(input);
            switch (found) {
                case NOTHING -> {}
                case CHUNK -> beginChunk();
                case END -> {
                    passJoined();
                    Fields trailers = chunks.trailers();
                    out.accept(trailers == null ? MessageEnd.PLAIN : new MessageEnd(trailers));
                    return true;
                }
            }
        }
        return false;
    }

    private void beginChunk() throws Refusal {
        left = chunks.size();
        if (left > maxBytes - passed) {
            throw tooLarge();
        }
        passed += left;
    }

    private void readChunk(Input input) {
        int count = (int) Math.min(left, input.available());
        left -= count;
        // What is the rest of its buffer goes on in it; nothing comes behind it now.
        if (count < SMALL && count < input.available()) {
            ByteBuf into = joined == null ? allocator.buffer(SMALL, Integer.MAX_VALUE) : joined;
            joined = into;
            input.moveTo(into, count);
        } else {
            passJoined();
            out.accept(input.take(count));
        }
    }

    private void passJoined() {
        ByteBuf piece = joined;
        joined = null;
        if (piece != null) {
            out.accept(piece);
        }
    }

    private static Refusal tooLarge() {
        return new Refusal(Reason.BODY_TOO_LARGE, "body is longer than the limit");
    }
}
