package dev.hawser.proxy.http.codec;

import io.netty.channel.ChannelPipeline;

/** The server's side of HTTP/1.1: requests come in, responses go out. */
public final class DownstreamCodec {

    /** Lets bodies be as long as they like. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private DownstreamCodec() {}

    /**
     * Adds the codec at the end of a pipeline.
     *
     * @param store those of the event loop
     * @param maxBodyBytes how long a request's body may be
     */
    public static void install(ChannelPipeline pipeline, HeadLimits limits, HeadStore store, long maxBodyBytes) {
        pipeline.addLast(new DownstreamHandler(limits, store, maxBodyBytes));
    }

    /**
     * Takes the codec out, after the response that switches protocols was written: from here on the pipeline carries
     * bytes. Those that the client sent early are passed on first.
     */
    public static void remove(ChannelPipeline pipeline) {
        pipeline.remove(DownstreamHandler.class);
    }
}
