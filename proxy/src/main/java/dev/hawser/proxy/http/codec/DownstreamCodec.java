package dev.hawser.proxy.http.codec;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** The server's side of HTTP/1.1: requests come in, responses go out. */
public final class DownstreamCodec {

    private static final String DECODER = "request-decoder";
    private static final String ENCODER = "response-encoder";
    private static final String EVENTS = "request-events";

    private DownstreamCodec() {}

    /** Adds the codec at the end of a pipeline. */
    public static void install(ChannelPipeline pipeline, HeadLimits limits) {
        BodilessResponseEncoder encoder = new BodilessResponseEncoder();
        pipeline.addLast(DECODER, new FoldlessRequestDecoder(limits));
        pipeline.addLast(ENCODER, encoder);
        pipeline.addLast(EVENTS, new RequestEventsHandler(encoder));
    }

    /**
     * Takes the codec out, after the response that switches protocols was written: from here on the pipeline carries
     * bytes. Those that the client sent early are passed on first.
     */
    public static void remove(ChannelPipeline pipeline) {
        pipeline.remove(EVENTS);
        pipeline.remove(ENCODER);
        pipeline.remove(DECODER);
    }

    /** Knows which responses have no body whatever their fields say (RFC 9110 section 6.4.1). */
    static final class BodilessResponseEncoder extends HttpResponseEncoder {

        private boolean bodiless;

        /** Tells how the body of the response that is written next goes. */
        void next(Framing framing) {
            bodiless = framing instanceof Framing.None;
        }

        @Override
        protected boolean isContentAlwaysEmpty(HttpResponse response) {
            return bodiless;
        }
    }
}
