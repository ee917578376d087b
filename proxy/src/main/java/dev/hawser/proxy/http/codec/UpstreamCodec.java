package dev.hawser.proxy.http.codec;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;

/** The client's side of HTTP/1.1: requests go out, responses come in, one exchange at a time. */
public final class UpstreamCodec {

    private static final String DECODER = "response-decoder";
    private static final String ENCODER = "request-encoder";
    private static final String EVENTS = "response-events";

    private UpstreamCodec() {}

    /** Adds the codec at the end of a pipeline. */
    public static void install(ChannelPipeline pipeline, HeadLimits limits) {
        HeadAwareResponseDecoder decoder = new HeadAwareResponseDecoder(limits);
        pipeline.addLast(DECODER, decoder);
        pipeline.addLast(ENCODER, new HttpRequestEncoder());
        pipeline.addLast(EVENTS, new ResponseEventsHandler(decoder));
    }

    /**
     * Takes the codec out, after a response that switches protocols was read: from here on the pipeline carries bytes.
     * Those that the server sent early are passed on first.
     */
    public static void remove(ChannelPipeline pipeline) {
        pipeline.remove(EVENTS);
        pipeline.remove(ENCODER);
        pipeline.remove(DECODER);
    }

    /** Knows that no response to HEAD has a body (RFC 9112 section 6.3). */
    static final class HeadAwareResponseDecoder extends HttpResponseDecoder {

        private boolean head;

        HeadAwareResponseDecoder(HeadLimits limits) {
            super(DecoderSettings.of(limits));
        }

        /** Tells which request the next response answers. */
        void next(String method) {
            head = method.equals("HEAD");
        }

        boolean bodiless(HttpResponse response) {
            return isContentAlwaysEmpty(response);
        }

        @Override
        protected boolean isContentAlwaysEmpty(HttpMessage message) {
            return head || super.isContentAlwaysEmpty(message);
        }
    }
}
