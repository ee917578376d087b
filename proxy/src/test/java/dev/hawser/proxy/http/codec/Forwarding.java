package dev.hawser.proxy.http.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;

/** What the codecs write of the messages that they read: the octets that the next reader gets. */
final class Forwarding {

    private Forwarding() {}

    /** The requests among the octets, each answered at once. */
    static byte[] ofRequests(byte[] octets) {
        EmbeddedChannel in = new EmbeddedChannel();
        DownstreamCodec.install(in.pipeline(), HeadLimits.DEFAULT, new HeadStore(), DownstreamCodec.UNLIMITED);
        EmbeddedChannel out = new EmbeddedChannel();
        UpstreamCodec.install(out.pipeline(), HeadLimits.DEFAULT, new HeadStore());
        in.writeInbound(in.alloc().buffer().writeBytes(octets));
        for (Object message = in.readInbound(); message != null; message = in.readInbound()) {
            out.writeOutbound(message);
            if (message instanceof MessageEnd) {
                in.writeOutbound(
                        new ResponseHead(204, "No Content", ProtocolVersion.HTTP_1_1, Fields.create(), Framing.NONE));
                in.writeOutbound(MessageEnd.PLAIN);
            }
        }
        return sent(in, out);
    }

    /** The response to a request among the octets, and the interim ones before it. */
    static byte[] ofResponse(byte[] octets, String method) {
        EmbeddedChannel in = new EmbeddedChannel();
        UpstreamCodec.install(in.pipeline(), HeadLimits.DEFAULT, new HeadStore());
        in.writeOutbound(
                new RequestHead(method, "/", ProtocolVersion.HTTP_1_1, Fields.create(), Framing.NONE),
                MessageEnd.PLAIN);
        in.releaseOutbound();
        EmbeddedChannel out = new EmbeddedChannel();
        DownstreamCodec.install(out.pipeline(), HeadLimits.DEFAULT, new HeadStore(), DownstreamCodec.UNLIMITED);
        in.writeInbound(in.alloc().buffer().writeBytes(octets));
        for (Object message = in.readInbound(); message != null; message = in.readInbound()) {
            out.writeOutbound(message);
        }
        return sent(in, out);
    }

    private static byte[] sent(EmbeddedChannel in, EmbeddedChannel out) {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (ByteBuf piece = out.readOutbound(); piece != null; piece = out.readOutbound()) {
            sent.writeBytes(ByteBufUtil.getBytes(piece));
            piece.release();
        }
        in.finishAndReleaseAll();
        out.finishAndReleaseAll();
        return sent.toByteArray();
    }
}
