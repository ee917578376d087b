package dev.hawser.proxy.http;

/**
 * How a listening socket, and the connections that it accepts, are set up.
 *
 * @param backlog how many connections may wait to be accepted, at least 1; the system allows no more than {@code
 *     net.core.somaxconn}
 * @param accept when a connection is accepted
 * @param versions what an IPv6 address accepts
 * @param probes whether the system probes idle connections
 */
public record SocketSettings(int backlog, Accept accept, IpVersions versions, TcpProbes probes) {

    /** The default of nginx on Linux. */
    public static final int DEFAULT_BACKLOG = 511;

    /** The defaults of nginx. */
    public static final SocketSettings DEFAULT =
            new SocketSettings(DEFAULT_BACKLOG, Accept.AT_ONCE, IpVersions.ONE, TcpProbes.SYSTEM);

    /** When a connection is accepted. */
    public enum Accept {
        AT_ONCE,
        /** Once it has sent something, or after a second or so: {@code TCP_DEFER_ACCEPT}, where the transport has it. */
        WITH_DATA
    }

    /** What an address of version 6 accepts; of consequence for {@code [::]} only. */
    public enum IpVersions {
        /** Only version 6: {@code IPV6_V6ONLY}, where the transport has it. */
        ONE,
        /** Version 4 as well. */
        BOTH
    }

    public SocketSettings {
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog: " + backlog + " (expected: at least 1)");
        }
    }

    SocketSettings withBacklog(int connections) {
        return new SocketSettings(connections, accept, versions, probes);
    }

    SocketSettings withAccept(Accept when) {
        return new SocketSettings(backlog, when, versions, probes);
    }

    SocketSettings withVersions(IpVersions which) {
        return new SocketSettings(backlog, accept, which, probes);
    }

    SocketSettings withProbes(TcpProbes other) {
        return new SocketSettings(backlog, accept, versions, other);
    }
}
