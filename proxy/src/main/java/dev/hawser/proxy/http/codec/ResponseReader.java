package dev.hawser.proxy.http.codec;

import dev.hawser.proxy.http.codec.HeadReader.Lines;
import dev.hawser.proxy.http.codec.HeadReader.Opening;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;

/** Reads the response to one request after another; what comes when none was sent is refused. */
final class ResponseReader {

    /**
     * How many interim responses may come before a final one. Each starts the time anew for which an endpoint may be
     * silent, so one that sends nothing else would keep a request for ever.
     */
    static final int MAX_INTERIM = 100;

    private enum State {
        /** There is no request that a response could answer. */
        UNASKED,
        HEAD,
        BODY,
        /** Another protocol has begun. */
        SWITCHED
    }

    private final HeadReader heads;
    private final BodyReader bodies;
    private final Consumer<Object> out;
    private State state = State.UNASKED;
    private String method = "";
    private int interim;

    /**
     * @param store where heads are kept
     * @param out takes heads, pieces of bodies and ends
     */
    ResponseReader(HeadLimits limits, HeadStore store, ByteBufAllocator allocator, Consumer<Object> out) {
        this.heads = new HeadReader(limits, Opening.STATUS_LINE, store);
        this.bodies = new BodyReader(limits, store, Long.MAX_VALUE, allocator, out);
        this.out = out;
    }

    /** A request is sent: its response is awaited. */
    void expect(String requestMethod) {
        method = requestMethod;
        state = State.HEAD;
        interim = 0;
    }

    /** Whether the connection changed to another protocol; the input belongs to that. */
    boolean switched() {
        return state == State.SWITCHED;
    }

    /**
     * Reads all of the input, or up to where another protocol begins.
     *
     * @throws Refusal when it is malformed; this must not be used again then
     */
    void read(Input input) throws Refusal {
        while (!input.isEmpty() && state != State.SWITCHED) {
            switch (state) {
                case UNASKED -> throw Refusal.syntax("response that no request asked for");
                case HEAD -> readHead(input);
                case BODY -> endIf(bodies.read(input));
                case SWITCHED -> throw new IllegalStateException("response: switched (expected: HTTP)");
            }
        }
    }

    private void readHead(Input input) throws Refusal {
        Lines lines = heads.read(input);
        if (lines == null) {
            return;
        }
        ResponseHead head = StatusLine.parse(lines, method);
        if (head.interim() && ++interim > MAX_INTERIM) {
            throw Refusal.syntax("interim responses are more than the limit");
        }
        out.accept(head);
        if (head.status() == ResponseHead.SWITCHING_PROTOCOLS) {
            state = State.SWITCHED;
        } else if (!head.interim()) {
            state = State.BODY;
            endIf(bodies.begin(head.framing()));
        }
    }

    private void endIf(boolean ended) {
        if (ended) {
            state = State.UNASKED;
        }
    }

    /** The connection was closed, which is how some bodies end. */
    void closed() {
        if (state == State.BODY) {
            endIf(bodies.closed());
        }
    }
}
