package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.codec.DownstreamCodec;
import dev.hawser.proxy.http.codec.Framing;
import dev.hawser.proxy.http.codec.MalformedMessage;
import dev.hawser.proxy.http.codec.MessageEnd;
import dev.hawser.proxy.http.codec.ProtocolVersion;
import dev.hawser.proxy.http.codec.ResponseHead;
import dev.hawser.proxy.http.codec.UpstreamCodec;
import dev.hawser.proxy.http.upstream.UpstreamConnection;
import io.netty.buffer.ByteBuf;

/** Passes the response of one try from the endpoint to the client, as fast as the client takes it. */
final class ResponseRelay {

    private final Exchange exchange;
    private final ClientConnection client;
    private final UpstreamConnection upstream;
    private final ClientRequest request;
    private final ExchangeRecord record;
    private final ClientResponse response;
    private Persistence persistence = Persistence.CLOSE;
    private UpstreamReuse reuse = UpstreamReuse.RULED_OUT;
    private boolean done;

    ResponseRelay(
            Exchange exchange,
            ClientConnection client,
            UpstreamConnection upstream,
            ClientRequest request,
            ExchangeRecord record) {
        this.exchange = exchange;
        this.client = client;
        this.upstream = upstream;
        this.request = request;
        this.record = record;
        this.response = client.response();
    }

    /** Passes on what is there. A flush that makes room has this called again before it returns. */
    void pump() {
        if (done) {
            return;
        }
        boolean dry = false;
        while (!dry && client.writable()) {
            Object message = upstream.poll();
            dry = message == null;
            if (message != null) {
                pass(message);
            }
            if (done) {
                return;
            }
        }
        client.flush();
        if (done) {
            return;
        }
        if (dry && upstream.closed()) {
            done = true;
            exchange.lost(upstream);
        } else {
            exchange.watchSilence();
        }
    }

    private void pass(Object message) {
        switch (message) {
            case ResponseHead head when head.interim() -> passInterim(head);
            case ResponseHead head when head.status() == ResponseHead.SWITCHING_PROTOCOLS -> passSwitching(head);
            case ResponseHead head -> passFinal(head);
            case ByteBuf piece -> {
                client.bytes().sendingBody(piece.readableBytes());
                client.write(piece);
            }
            case MessageEnd end -> {
                done = true;
                client.write(response.end(end));
                client.flush();
                exchange.completed(upstream, reuse, persistence);
            }
            case MalformedMessage _ -> {
                done = true;
                exchange.tryFailed(ProxyFailure.INVALID_RESPONSE, null);
            }
            default -> throw new IllegalStateException("message: " + message + " (expected: a part of a response)");
        }
    }

    /** RFC 9110 section 15.2: not for clients of HTTP/1.0. */
    private void passInterim(ResponseHead head) {
        if (request.head().version() != ProtocolVersion.HTTP_1_0) {
            write(response.interim(head));
            client.flush();
        }
        head.fields().recycle();
    }

    private void passFinal(ResponseHead head) {
        persistence = ClientResponse.framingFor(head.framing(), request) instanceof Framing.UntilClose
                ? Persistence.CLOSE
                : exchange.persistence();
        reuse = head.persistent() ? UpstreamReuse.POSSIBLE : UpstreamReuse.RULED_OUT;
        exchange.responding(head.status());
        record.responding(head.status());
        write(response.last(head, request, exchange.selection(), record, persistence));
        head.fields().recycle();
    }

    /** The codec copies a head when it is written, so nobody reads it afterwards. */
    private void write(ResponseHead head) {
        client.write(head);
        head.fields().recycle();
    }

    /**
     * RFC 9110 section 7.8: only to what was offered, and only behind the whole request. What the client sends early is
     * held back until then.
     */
    private void passSwitching(ResponseHead head) {
        done = true;
        UpgradeOffer offer = request.upgrade();
        if (offer == null || !offer.covers(head) || !exchange.requestSent()) {
            exchange.tryFailed(ProxyFailure.INVALID_RESPONSE, null);
            return;
        }
        exchange.responding(head.status());
        record.responding(head.status());
        client.write(response.switching(head, request, exchange.selection(), record));
        client.flush();
        UpstreamCodec.remove(upstream.channel().pipeline());
        DownstreamCodec.remove(client.channel().pipeline());
        exchange.switched(upstream);
    }
}
