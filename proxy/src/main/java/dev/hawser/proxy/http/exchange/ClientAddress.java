package dev.hawser.proxy.http.exchange;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one text of a client's address, for it is hashed and compared as text: IPv6 as RFC 5952 and nginx write it, without
 * a zone, and IPv4 inside IPv6 as IPv4.
 */
final class ClientAddress {

    /** As nginx takes them: {@code 10.0.0.1:80} and {@code [::1]:80}, but not {@code [::1]} alone. */
    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[([^]]+)]|([^:]+)):(\\d{1,5})");

    private static final int LONGEST = "[ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255]:65535".length();

    private ClientAddress() {}

    static String text(InetAddress address) {
        return NetUtil.toAddressString(address);
    }

    /** The address that a text tells, with or without a port, which is dropped; {@code null} when it is none. */
    static @Nullable InetAddress parse(String told) {
        if (told.length() > LONGEST) {
            return null;
        }
        InetAddress bare = parseBare(told);
        if (bare != null) {
            return bare;
        }
        Matcher withPort = WITH_PORT.matcher(told);
        if (!withPort.matches() || !isPort(Integer.parseInt(withPort.group(3)))) {
            return null;
        }
        String inBrackets = withPort.group(1);
        return inBrackets == null ? parseBare(withPort.group(2)) : parseBare(inBrackets);
    }

    private static boolean isPort(int number) {
        return number >= 1 && number <= 65535;
    }

    private static @Nullable InetAddress parseBare(String told) {
        if (told.startsWith("[") || told.indexOf('%') >= 0) {
            return null;
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(told);
        if (bytes == null) {
            return null;
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes (expected: 4 or 16)", e);
        }
    }
}
