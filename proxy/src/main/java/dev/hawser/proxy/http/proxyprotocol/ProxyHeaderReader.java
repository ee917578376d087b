package dev.hawser.proxy.http.proxyprotocol;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds out which version of the PROXY protocol a connection begins with, and reads its header. */
final class ProxyHeaderReader {

    private static final byte[] VERSION_1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);

    private ProxyHeaderReader() {}

    /**
     * Reads a header and moves the reader index behind it.
     *
     * @param in all that came of the connection; not moved while the header is not whole
     * @return {@code null} when more is needed
     * @throws MalformedProxyHeader as soon as it can be told that no header comes
     */
    static @Nullable ProxyHeader read(ByteBuf in) throws MalformedProxyHeader {
        if (!in.isReadable()) {
            return null;
        }
        if (beginsLike(in, VERSION_1)) {
            return ProxyHeaderV1.read(in);
        }
        if (beginsLike(in, ProxyHeaderV2.SIGNATURE)) {
            return ProxyHeaderV2.read(in);
        }
        throw new MalformedProxyHeader("no header");
    }

    /** Whether what is there of so many octets agrees. */
    private static boolean beginsLike(ByteBuf in, byte[] expected) {
        int length = Math.min(in.readableBytes(), expected.length);
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
