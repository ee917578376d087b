package dev.hawser.proxy.http.codec;

import dev.hawser.proxy.http.codec.HeadReader.Lines;
import dev.hawser.proxy.http.codec.HeadReader.Opening;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads one request after another. */
final class RequestReader {

    private static final byte[] HEAD = "HEAD ".getBytes(StandardCharsets.US_ASCII);

    private final HeadReader heads;
    private final BodyReader bodies;
    private final Consumer<Object> out;
    private boolean inBody;

    /**
     * @param store where heads are kept
     * @param maxBodyBytes how long a body may be
     * @param out takes heads, pieces of bodies and ends
     */
    RequestReader(
            HeadLimits limits, HeadStore store, long maxBodyBytes, ByteBufAllocator allocator, Consumer<Object> out) {
        this.heads = new HeadReader(limits, Opening.REQUEST_LINE, store);
        this.bodies = new BodyReader(limits, store, maxBodyBytes, allocator, out);
        this.out = out;
    }

    /** Whether a head began that did not end yet. */
    boolean inHead() {
        return heads.begun();
    }

    /** Whether a request that was refused before its body has the method HEAD, as far as it came. */
    boolean refusedHead() {
        return !inBody && heads.opensWith(HEAD);
    }

    /**
     * Reads on, at most to the end of a request.
     *
     * @return whether one ended; if not, all of the input was read
     * @throws Refusal when it is malformed; this must not be used again then
     */
    boolean read(Input input) throws Refusal {
        if (!inBody) {
            Lines lines = heads.read(input);
            if (lines == null) {
                return false;
            }
            RequestHead head = RequestLine.parse(lines);
            bodies.check(head.framing());
            out.accept(head);
            inBody = !bodies.begin(head.framing());
            if (!inBody) {
                return true;
            }
        }
        inBody = !bodies.read(input);
        return !inBody;
    }
}
