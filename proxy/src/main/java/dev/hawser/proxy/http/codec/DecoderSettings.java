package dev.hawser.proxy.http.codec;

import io.netty.handler.codec.http.HttpDecoderConfig;

/** How Netty's decoders are set up: strict, and one piece of body for each read. */
final class DecoderSettings {

    private static final int PIECE_BYTES = 65536;

    private DecoderSettings() {}

    static HttpDecoderConfig of(HeadLimits limits) {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.lineBytes())
                .setMaxHeaderSize(limits.fieldsBytes())
                .setMaxChunkSize(PIECE_BYTES)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true);
    }
}
