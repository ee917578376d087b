package dev.hawser.proxy.http.proxyprotocol;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The binary header of version 2 (section 2.2). */
final class ProxyHeaderV2 {

    static final byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);

    /** The longest header, in octets: {@value}, as in nginx. The format itself allows for 65551. */
    static final int MAX_LENGTH = 4096;

    /** The signature, the version and command, the family and protocol, and how much follows. */
    private static final int FIXED = 16;

    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;

    private static final int TCP_4 = 0x11;
    private static final int TCP_6 = 0x21;

    private static final int TYPE_CRC32C = 0x03;
    private static final int CRC_LENGTH = 4;

    private ProxyHeaderV2() {}

    static @Nullable ProxyHeader read(ByteBuf in) throws MalformedProxyHeader {
        int start = in.readerIndex();
        int there = in.readableBytes();
        if (there > 12) {
            checkCommand(in.getUnsignedByte(start + 12));
        }
        if (there < FIXED) {
            return null;
        }
        int length = FIXED + in.getUnsignedShort(start + 14);
        if (length > MAX_LENGTH) {
            throw new MalformedProxyHeader("version 2: a header that is too long");
        }
        if (there < length) {
            return null;
        }
        return header(in.readSlice(length));
    }

    private static void checkCommand(int versionAndCommand) throws MalformedProxyHeader {
        if (versionAndCommand != LOCAL && versionAndCommand != PROXY) {
            throw new MalformedProxyHeader("version 2: a version or command that is unknown");
        }
    }

    private static ProxyHeader header(ByteBuf header) throws MalformedProxyHeader {
        if (header.getUnsignedByte(12) == LOCAL) {
            // Whatever else it says is to be discarded.
            return ProxyHeader.SILENT;
        }
        int protocol = header.getUnsignedByte(13);
        int end = FIXED + addressesLength(protocol);
        if (end > header.readableBytes()) {
            throw new MalformedProxyHeader("version 2: addresses that are cut off");
        }
        if (protocol == 0) {
            // How long the addresses of a family that is not told are is not told either.
            return ProxyHeader.SILENT;
        }
        checkExtensions(header, end);
        return switch (protocol) {
            case TCP_4 -> new ProxyHeader(address(header, 4));
            case TCP_6 -> new ProxyHeader(address(header, 16));
            default -> ProxyHeader.SILENT;
        };
    }

    /** How many octets the addresses and ports take: both ends of IPv4, IPv6 and Unix sockets, over streams and datagrams. */
    private static int addressesLength(int protocol) throws MalformedProxyHeader {
        return switch (protocol) {
            case 0 -> 0;
            case TCP_4, 0x12 -> 12;
            case TCP_6, 0x22 -> 36;
            case 0x31, 0x32 -> 216;
            default -> throw new MalformedProxyHeader("version 2: an address family or protocol that is unknown");
        };
    }

    private static InetAddress address(ByteBuf header, int length) {
        byte[] bytes = new byte[length];
        header.getBytes(FIXED, bytes);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + length + " bytes (expected: 4 or 16)", e);
        }
    }

    /** What follows the addresses must be whole, whatever it is, and the checksum, if there is one, must be right. */
    private static void checkExtensions(ByteBuf header, int from) throws MalformedProxyHeader {
        int end = header.readableBytes();
        int checksumAt = -1;
        int at = from;
        while (at < end) {
            if (end - at < 3 || end - at - 3 < header.getUnsignedShort(at + 1)) {
                throw new MalformedProxyHeader("version 2: an extension that is cut off");
            }
            int length = header.getUnsignedShort(at + 1);
            if (header.getUnsignedByte(at) == TYPE_CRC32C) {
                if (length != CRC_LENGTH || checksumAt >= 0) {
                    throw new MalformedProxyHeader("version 2: a checksum that is none");
                }
                checksumAt = at + 3;
            }
            at += 3 + length;
        }
        if (checksumAt >= 0 && header.getUnsignedInt(checksumAt) != checksum(header, checksumAt)) {
            throw new MalformedProxyHeader("version 2: a checksum that is wrong");
        }
    }

    /** Section 2.2.3: of the whole header, with zeros where the checksum is. */
    private static long checksum(ByteBuf header, int checksumAt) {
        ByteBuffer octets = ByteBuffer.allocate(header.readableBytes());
        header.getBytes(0, octets.array());
        octets.putInt(checksumAt, 0);
        CRC32C crc = new CRC32C();
        crc.update(octets);
        return crc.getValue();
    }
}
