package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.MalformedMessage;
import dev.hawser.proxy.http.codec.MessageEnd;
import dev.hawser.proxy.http.upstream.UpstreamConnection;
import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way from the client to an endpoint, and again to another when a try fails. One object serves
 * a client's connection, request after request.
 */
final class RequestBody {

    /** What keeps the body from going on. */
    enum Progress {
        /** Nothing: it was written to its end. */
        SENT,
        /** The client has not sent more yet. */
        AWAITS_CLIENT,
        /** As before, but nobody waits for it: messages come when there are some, as gRPC has it. */
        OPEN_ENDED,
        /** The endpoint has not taken enough of what was written. */
        AWAITS_UPSTREAM,
        /** What the client sent breaks the framing, or is too much. */
        MALFORMED
    }

    private final ClientConnection client;
    private @Nullable Fields head;
    private boolean keeping;
    /** Made for the first piece: most requests have none. */
    private @Nullable ReplayBuffer replay;

    private @Nullable MessageEnd end;
    private boolean begun;
    private boolean sent;
    private @Nullable MalformedMessage malformed;

    RequestBody(ClientConnection client) {
        this.client = client;
    }

    /**
     * The next request comes. What is sent of its body is kept until {@link #giveUpReplay} is called.
     *
     * @param fields the header fields of the request
     */
    void begin(Fields fields) {
        head = fields;
        keeping = true;
        replay = null;
        end = null;
        begun = false;
        sent = false;
        malformed = null;
    }

    /** Whether the client sent all of it. */
    boolean complete() {
        return end != null;
    }

    /** Whether all of it was written to the endpoint of this try. */
    boolean sent() {
        return sent;
    }

    /** Whether anything of it was taken from the client. */
    boolean begun() {
        return begun;
    }

    /** Whether all that was taken from the client can be sent again. */
    boolean repeatable() {
        return keeping && (replay == null || replay.complete());
    }

    /** What is wrong with what the client sent. */
    ProxyFailure offence() {
        return malformed == null ? ProxyFailure.MALFORMED_REQUEST : FailureReply.failureOf(malformed.reason());
    }

    /** Begins a try: what earlier ones took from the client is written again. */
    void restart(UpstreamConnection upstream) {
        sent = false;
        ByteBuf content = replay == null ? null : replay.content();
        if (content != null) {
            upstream.write(content);
        }
    }

    /**
     * Writes as much as client and endpoint allow. A flush that makes room has this called again before it returns, so
     * that what comes after it looks at the fields anew.
     */
    Progress pump(UpstreamConnection upstream) {
        if (sent) {
            return Progress.SENT;
        }
        boolean more = true;
        while (more && upstream.writable()) {
            more = writeNext(upstream);
        }
        upstream.flush();
        if (sent) {
            return Progress.SENT;
        }
        if (malformed != null) {
            return Progress.MALFORMED;
        }
        return upstream.writable() ? Progress.AWAITS_CLIENT : Progress.AWAITS_UPSTREAM;
    }

    /** Whether there may be more to write. */
    private boolean writeNext(UpstreamConnection upstream) {
        if (end != null) {
            sent = true;
            upstream.write(end);
            return false;
        }
        Object message = client.poll();
        switch (message) {
            case null -> {
                return false;
            }
            case ByteBuf piece -> {
                begun = true;
                keep(piece);
                upstream.write(piece);
            }
            case MessageEnd last -> end = RequestTrailers.endToEnd(last, Objects.requireNonNull(head));
            case MalformedMessage offence -> malformed = offence;
            default -> throw new IllegalStateException("message: " + message + " (expected: a piece of a body)");
        }
        return true;
    }

    /** Drops what is there of a body that goes nowhere; tells whether that was all of it. */
    boolean skip() {
        while (end == null) {
            Object message = client.poll();
            if (message == null) {
                return false;
            }
            if (message instanceof MessageEnd last) {
                end = last;
            }
            ReferenceCountUtil.release(message);
        }
        return true;
    }

    /** No further try is made: what is kept for one is dropped. */
    void giveUpReplay() {
        keeping = false;
        if (replay != null) {
            replay.giveUp();
        }
    }

    private void keep(ByteBuf piece) {
        if (keeping) {
            ReplayBuffer to = replay == null ? new ReplayBuffer(client.channel().alloc()) : replay;
            replay = to;
            to.add(piece);
        }
    }
}
