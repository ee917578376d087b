package dev.hawser.proxy.http.codec;

import dev.hawser.proxy.http.codec.MalformedMessage.Reason;
import dev.hawser.proxy.http.codec.UpstreamCodec.HeadAwareResponseDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** Between Netty's objects and ours on a connection to an endpoint. */
// Writes and closes report failures through the pipeline, not through their futures.
@SuppressWarnings("FutureReturnValueIgnored")
final class ResponseEventsHandler extends ChannelDuplexHandler {

    private final HeadAwareResponseDecoder decoder;
    private boolean refusing;
    private boolean headStandsAlone;

    ResponseEventsHandler(HeadAwareResponseDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (refusing) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpResponse response) {
            readHead(ctx, response);
        } else if (message instanceof HttpContent content) {
            readContent(ctx, content);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private void readHead(ChannelHandlerContext ctx, HttpResponse response) {
        if (response.decoderResult().isFailure()) {
            MalformedMessage failure =
                    NettyMessages.offence(response.decoderResult().cause(), Reason.HEAD_TOO_LARGE);
            refuse(ctx, response, failure == null ? MalformedMessage.syntax("head is cut off") : failure);
            return;
        }
        ProtocolVersion version = NettyMessages.version(response.protocolVersion());
        if (version == null) {
            refuse(
                    ctx,
                    response,
                    new MalformedMessage(Reason.UNSUPPORTED_VERSION, "version is not HTTP/1.0 or HTTP/1.1"));
            return;
        }
        Fields fields = new Fields(response.headers());
        MalformedMessage offence = check(response.status().code(), fields);
        if (offence != null) {
            refuse(ctx, response, offence);
            return;
        }
        Framing framing =
                decoder.bodiless(response) ? Framing.NONE : NettyMessages.framing(fields, Framing.UNTIL_CLOSE);
        ResponseHead head =
                new ResponseHead(response.status().code(), response.status().reasonPhrase(), version, fields, framing);
        headStandsAlone = head.status() < 200;
        ctx.fireChannelRead(head);
    }

    private static @Nullable MalformedMessage check(int status, Fields fields) {
        return status < 100 || status > 999
                ? MalformedMessage.syntax("status has not three digits")
                : NettyMessages.checkCodings(fields);
    }

    private void readContent(ChannelHandlerContext ctx, HttpContent message) {
        if (message.decoderResult().isFailure()) {
            refuse(ctx, message, MalformedMessage.syntax("body is not framed as its head says"));
            return;
        }
        ByteBuf content = message.content();
        if (content.isReadable()) {
            ctx.fireChannelRead(content);
        } else {
            content.release();
        }
        if (message instanceof LastHttpContent last && !headStandsAlone) {
            ctx.fireChannelRead(NettyMessages.end(last));
        }
    }

    private void refuse(ChannelHandlerContext ctx, Object message, @Nullable MalformedMessage offence) {
        ReferenceCountUtil.release(message);
        refusing = true;
        if (offence != null) {
            ctx.fireChannelRead(offence);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof RequestHead head) {
            decoder.next(head.method());
            NettyMessages.frame(head.fields(), head.framing());
            ctx.write(
                    new DefaultHttpRequest(
                            HttpVersion.HTTP_1_1,
                            HttpMethod.valueOf(head.method()),
                            head.target(),
                            head.fields().headers()),
                    promise);
        } else {
            ctx.write(NettyMessages.toContent(message), promise);
        }
    }
}
