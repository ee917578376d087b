package dev.hawser.server.playground.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Addresses of 127.0.0.0/8, which Linux routes to the loopback interface without set-up. (macOS does so for 127.0.0.1
 * alone; others need an alias each.) Confined to the node's thread.
 */
public final class LoopbackRange implements PodAddresses {

    private static final int LOOPBACK = 127;

    private final int network;
    private final int size;
    private final AddressReuse reuse;
    private final Deque<Integer> released = new ArrayDeque<>();

    /** The offset of the next address that was never given out; 0 names the network. */
    private int fresh = 1;

    private LoopbackRange(int network, int size, AddressReuse reuse) {
        this.network = network;
        this.size = size;
        this.reuse = reuse;
    }

    /**
     * The addresses of a range but its first and its last.
     *
     * @param cidr within 127.0.0.0/8, prefix length 8 to 30
     * @throws IllegalArgumentException it is not
     */
    public static LoopbackRange parse(String cidr, AddressReuse reuse) {
        String[] parts = cidr.split("[./]", -1);
        try {
            if (parts.length == 5) {
                int network = 0;
                for (int i = 0; i < 4; i++) {
                    network = (network << 8) | octet(parts[i]);
                }
                int prefix = Integer.parseInt(parts[4]);
                if (network >>> 24 == LOOPBACK && prefix >= 8 && prefix <= 30) {
                    int size = 1 << (32 - prefix);
                    return new LoopbackRange(network & -size, size, reuse);
                }
            }
        } catch (NumberFormatException e) {
            // Refused like one out of range.
        }
        throw new IllegalArgumentException("pod range: " + cidr + " (expected: a range such as 127.20.0.0/16)");
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
