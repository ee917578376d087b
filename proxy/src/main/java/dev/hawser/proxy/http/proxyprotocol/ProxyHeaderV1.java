package dev.hawser.proxy.http.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The line of text of version 1 (section 2.1). */
final class ProxyHeaderV1 {

    /** The longest line, its end included, in octets: {@value}. */
    static final int MAX_LENGTH = 107;

    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,4}");
    private static final Pattern ADDRESS_4 = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
    private static final Pattern ADDRESS_6 = Pattern.compile("[0-9A-Fa-f:.]+");
    private static final int MAX_PORT = 65535;

    private ProxyHeaderV1() {}

    static @Nullable ProxyHeader read(ByteBuf in) throws MalformedProxyHeader {
        int start = in.readerIndex();
        int length = Math.min(in.readableBytes(), MAX_LENGTH);
        for (int i = 0; i < length; i++) {
            byte octet = in.getByte(start + i);
            if (octet == '\n') {
                return line(in, i);
            }
            boolean afterReturn = i > 0 && in.getByte(start + i - 1) == '\r';
            if (afterReturn || (octet != '\r' && (octet < ' ' || octet > '~'))) {
                throw new MalformedProxyHeader("version 1: a character that no line has");
            }
        }
        if (length == MAX_LENGTH) {
            throw new MalformedProxyHeader("version 1: a line that is too long");
        }
        return null;
    }

    private static ProxyHeader line(ByteBuf in, int newline) throws MalformedProxyHeader {
        int start = in.readerIndex();
        if (in.getByte(start + newline - 1) != '\r') {
            throw new MalformedProxyHeader("version 1: a line that ends without CR");
        }
        String line = in.toString(start, newline - 1, StandardCharsets.US_ASCII);
        in.skipBytes(newline + 1);
        // What comes behind UNKNOWN is to be ignored.
        if (line.equals("PROXY UNKNOWN") || line.startsWith("PROXY UNKNOWN ")) {
            return ProxyHeader.SILENT;
        }
        String[] words = line.split(" ", -1);
        if (words.length != 6) {
            throw new MalformedProxyHeader("version 1: not six words");
        }
        Pattern address = switch (words[1]) {
            case "TCP4" -> ADDRESS_4;
            case "TCP6" -> ADDRESS_6;
            default -> throw new MalformedProxyHeader("version 1: a protocol that is none of TCP4, TCP6, UNKNOWN");
        };
        InetAddress source = address(words[2], address);
        address(words[3], address);
        checkPort(words[4]);
        checkPort(words[5]);
        return new ProxyHeader(source);
    }

    private static InetAddress address(String word, Pattern form) throws MalformedProxyHeader {
        byte[] bytes = form.matcher(word).matches() && (form == ADDRESS_4 || word.indexOf(':') >= 0)
                ? NetUtil.createByteArrayFromIpAddressString(word)
                : null;
        if (bytes == null) {
            throw new MalformedProxyHeader("version 1: an address that is none of its protocol");
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes (expected: 4 or 16)", e);
        }
    }

    private static void checkPort(String word) throws MalformedProxyHeader {
        if (!NUMBER.matcher(word).matches() || Integer.parseInt(word) > MAX_PORT) {
            throw new MalformedProxyHeader("version 1: a port that is none");
        }
    }
}
