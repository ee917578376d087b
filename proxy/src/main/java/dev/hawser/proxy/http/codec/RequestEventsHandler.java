package dev.hawser.proxy.http.codec;

import dev.hawser.proxy.http.codec.DownstreamCodec.BodilessResponseEncoder;
import dev.hawser.proxy.http.codec.MalformedMessage.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** Between Netty's objects and ours on a client's connection. */
// Writes and closes report failures through the pipeline, not through their futures.
@SuppressWarnings("FutureReturnValueIgnored")
final class RequestEventsHandler extends ChannelDuplexHandler {

    private final BodilessResponseEncoder encoder;
    private boolean refusing;

    RequestEventsHandler(BodilessResponseEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (refusing) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpRequest request) {
            readHead(ctx, request);
        } else if (message instanceof HttpContent content) {
            readContent(ctx, content);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private void readHead(ChannelHandlerContext ctx, HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            refuse(ctx, request, NettyMessages.offence(request.decoderResult().cause(), Reason.REQUEST_LINE_TOO_LONG));
            return;
        }
        ProtocolVersion version = NettyMessages.version(request.protocolVersion());
        if (version == null) {
            refuse(
                    ctx,
                    request,
                    new MalformedMessage(Reason.UNSUPPORTED_VERSION, "version is not HTTP/1.0 or HTTP/1.1"));
            return;
        }
        Fields fields = new Fields(request.headers());
        Framing framing = NettyMessages.framing(fields, Framing.NONE);
        RequestHead head = new RequestHead(request.method().name(), request.uri(), version, fields, framing);
        MalformedMessage offence = RequestRules.check(head);
        if (offence != null) {
            refuse(ctx, request, offence);
        } else {
            ctx.fireChannelRead(head);
        }
    }

    private void readContent(ChannelHandlerContext ctx, HttpContent message) {
        ByteBuf content = message.content();
        if (message.decoderResult().isFailure()) {
            refuse(ctx, message, MalformedMessage.syntax("body is not framed as its head says"));
            return;
        }
        if (!content.isReadable()) {
            content.release();
        } else {
            ctx.fireChannelRead(content);
        }
        if (message instanceof LastHttpContent last) {
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
        if (message instanceof ResponseHead head) {
            writeHead(ctx, head, promise);
        } else {
            ctx.write(NettyMessages.toContent(message), promise);
        }
    }

    private void writeHead(ChannelHandlerContext ctx, ResponseHead head, ChannelPromise promise) {
        encoder.next(head.framing());
        HttpResponseStatus status = HttpResponseStatus.valueOf(head.status());
        if (!status.reasonPhrase().equals(head.reason())) {
            status = HttpResponseStatus.valueOf(head.status(), head.reason());
        }
        NettyMessages.frame(head.fields(), head.framing());
        HttpResponse response = new DefaultHttpResponse(
                HttpVersion.HTTP_1_1, status, head.fields().headers());
        ctx.write(response, promise);
        if (head.status() < 200) {
            ctx.write(LastHttpContent.EMPTY_LAST_CONTENT, ctx.voidPromise());
        }
    }
}
