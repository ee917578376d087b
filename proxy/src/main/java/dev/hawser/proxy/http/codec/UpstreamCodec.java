package dev.hawser.proxy.http.codec;

import io.netty.channel.ChannelPipeline;

/** The client's side of HTTP/1.1: requests go out, responses come in, one exchange at a time. */
public final class UpstreamCodec {

    private UpstreamCodec() {}

    /**
     * Adds the codec at the end of a pipeline.
     *
     * @param store those of the event loop
     */
    public static void install(ChannelPipeline pipeline, HeadLimits limits, HeadStore store) {
        pipeline.addLast(new UpstreamHandler(limits, store));
    }

    /**
     * Takes the codec out, after a response that switches protocols was read: from here on the pipeline carries bytes.
     * Those that the server sent early are passed on first.
     */
    public static void remove(ChannelPipeline pipeline) {
        pipeline.remove(UpstreamHandler.class);
    }
}
