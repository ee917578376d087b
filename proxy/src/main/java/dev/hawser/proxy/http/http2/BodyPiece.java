package dev.hawser.proxy.http.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameStream;

/**
 * What came of a request's body, in one frame or, when it had to wait, in several. A stream that nobody reads keeps what
 * comes in a queue that has no bounds but the window, and the window counts octets: by frames of one octet a client could
 * have us keep a hundred times as much as it sent. So a piece that waits takes in all that follows it, and what is kept
 * follows the octets.
 *
 * <p>Until it is {@linkplain #take() taken} it owns its content. Belongs to one event loop.
 */
final class BodyPiece implements Http2DataFrame {

    /** Pieces of so many octets may stay in the buffer that they were read into: the longest frames that all may send. */
    private static final int FULL_BYTES = Http2CodecUtil.MAX_FRAME_SIZE_LOWER_BOUND;

    /** What a piece with a buffer of its own has room for at least. */
    private static final int LEAST_BYTES = 64;

    private Http2FrameStream stream;
    private ByteBuf content;
    private int flowBytes;
    private boolean last;
    private boolean settled;
    private boolean waiting = true;

    /** @param content is taken over */
    BodyPiece(Http2FrameStream stream, ByteBuf content, int padding, boolean last) {
        this.stream = stream;
        this.content = content;
        this.flowBytes = content.readableBytes() + padding;
        this.last = last;
    }

    /** Whether nobody took it yet. */
    boolean waiting() {
        return waiting;
    }

    /**
     * Whether it is to be settled wherever it goes: it holds the whole buffer that was read from the socket, which may have
     * brought little else for its stream.
     */
    boolean small() {
        return content.isReadable() && content.readableBytes() < FULL_BYTES;
    }

    /** Gives it a buffer of its own. */
    void settle(ByteBufAllocator alloc) {
        if (settled) {
            return;
        }
        settled = true;
        ByteBuf read = content;
        content = alloc.buffer(Math.max(LEAST_BYTES, read.readableBytes()));
        content.writeBytes(read);
        read.release();
    }

    /** Adds what came behind it; only while it is waiting and settled. */
    void append(ByteBuf more, int padding, boolean end) {
        flowBytes += more.readableBytes() + padding;
        content.writeBytes(more, more.readerIndex(), more.readableBytes());
        last = end;
    }

    /** The content, which the caller has to release; nothing is added from here on. */
    ByteBuf take() {
        waiting = false;
        return content;
    }

    @Override
    public ByteBuf content() {
        return content;
    }

    @Override
    public boolean isEndStream() {
        return last;
    }

    /** Counted in {@link #initialFlowControlledBytes()}; nobody else asks. */
    @Override
    public int padding() {
        return 0;
    }

    @Override
    public int initialFlowControlledBytes() {
        return flowBytes;
    }

    @Override
    public String name() {
        return "DATA";
    }

    @Override
    public Http2FrameStream stream() {
        return stream;
    }

    @Override
    public BodyPiece stream(Http2FrameStream of) {
        stream = of;
        return this;
    }

    @Override
    public int refCnt() {
        return content.refCnt();
    }

    @Override
    public boolean release() {
        return release(1);
    }

    @Override
    public boolean release(int decrement) {
        waiting = false;
        return content.release(decrement);
    }

    @Override
    public BodyPiece retain() {
        return retain(1);
    }

    @Override
    public BodyPiece retain(int increment) {
        content.retain(increment);
        return this;
    }

    @Override
    public BodyPiece touch() {
        content.touch();
        return this;
    }

    @Override
    public BodyPiece touch(Object hint) {
        content.touch(hint);
        return this;
    }

    @Override
    public Http2DataFrame copy() {
        return replace(content.copy());
    }

    @Override
    public Http2DataFrame duplicate() {
        return replace(content.duplicate());
    }

    @Override
    public Http2DataFrame retainedDuplicate() {
        return replace(content.retainedDuplicate());
    }

    @Override
    public Http2DataFrame replace(ByteBuf other) {
        return new DefaultHttp2DataFrame(other, last).stream(stream);
    }
}
