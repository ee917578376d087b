package dev.hawser.proxy.http.exchange;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * The one text of a client's address, for it is hashed and compared as text: IPv6 as RFC 5952 and nginx write it, without
 * a zone, and IPv4 inside IPv6 as IPv4.
 */
final class ClientAddress {

    private ClientAddress() {}

    static String text(InetAddress address) {
        return NetUtil.toAddressString(address);
    }

    /** The one text of an address that is told as text; {@code null} when it is none. */
    static @Nullable String canonical(String told) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(told);
        if (bytes == null) {
            return null;
        }
        try {
            return text(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes (expected: 4 or 16)", e);
        }
    }
}
