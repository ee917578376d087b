package dev.hawser.server.playground.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A range of IPv4 addresses that this machine listens at. Linux does so for all of 127.0.0.0/8 without set-up (macOS for
 * 127.0.0.1 alone), and for any other range once it has a {@code local} route (ip-route(8)). Confined to the node's
 * thread, but for {@link #requireBindable}.
 */
public final class AddressRange implements PodAddresses {

    private final String cidr;
    private final int network;
    private final int size;
    private final AddressReuse reuse;
    private final Deque<Integer> released = new ArrayDeque<>();

    /** The offset of the next address that was never given out; 0 names the network. */
    private int fresh = 1;

    private AddressRange(String cidr, int network, int size, AddressReuse reuse) {
        this.cidr = cidr;
        this.network = network;
        this.size = size;
        this.reuse = reuse;
    }

    /**
     * The addresses of a range but its first and its last.
     *
     * @param cidr an IPv4 range, prefix length 8 to 30
     * @throws IllegalArgumentException it is none
     */
    public static AddressRange parse(String cidr, AddressReuse reuse) {
        String[] parts = cidr.split("[./]", -1);
        try {
            if (parts.length == 5) {
                int network = 0;
                for (int i = 0; i < 4; i++) {
                    network = (network << 8) | octet(parts[i]);
                }
                int prefix = Integer.parseInt(parts[4]);
                if (prefix >= 8 && prefix <= 30) {
                    int size = 1 << (32 - prefix);
                    return new AddressRange(cidr, network & -size, size, reuse);
                }
            }
        } catch (NumberFormatException e) {
            // Refused like one out of range.
        }
        throw new IllegalArgumentException("pod range: " + cidr + " (expected: an IPv4 range such as 127.20.0.0/16)");
    }

    /** Whether the range is one of loopback addresses, which an API server refuses in EndpointSlices. */
    public boolean isLoopback() {
        return address(1).isLoopbackAddress();
    }

    /**
     * Whether this machine listens at the addresses of the range; asked of its first one.
     *
     * @throws IOException with the reason when it does not
     */
    public void requireBindable() throws IOException {
        InetAddress first = address(1);
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(first, 0));
        } catch (IOException e) {
            throw new IOException(
                    "pod range: " + cidr + ": " + first.getHostAddress() + " cannot be listened at: " + e.getMessage()
                            + " (expected: addresses that are local here, as after: ip route add local " + cidr
                            + " dev lo)",
                    e);
        }
    }

    private static int octet(String text) {
        int octet = Integer.parseInt(text);
        if (octet < 0 || octet > 255) {
            throw new NumberFormatException(text);
        }
        return octet;
    }

    @Override
    public InetAddress lease() {
        boolean freshFirst = reuse == AddressReuse.AS_LATE_AS_POSSIBLE && fresh < size - 1;
        Integer old = freshFirst ? null : released.poll();
        if (old != null) {
            return address(old);
        }
        if (fresh < size - 1) {
            return address(fresh++);
        }
        throw new IllegalStateException("pod range: " + (size - 2) + " addresses in use (expected: a free one)");
    }

    @Override
    public void release(InetAddress address) {
        int offset = ByteBuffer.wrap(address.getAddress()).getInt() - network;
        switch (reuse) {
            case AS_LATE_AS_POSSIBLE -> released.addLast(offset);
            case AT_ONCE -> released.addFirst(offset);
        }
    }

    private InetAddress address(int offset) {
        try {
            return InetAddress.getByAddress(
                    ByteBuffer.allocate(4).putInt(network + offset).array());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an IPv4 address", e);
        }
    }
}
