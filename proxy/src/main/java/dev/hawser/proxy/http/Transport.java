package dev.hawser.proxy.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.Arrays;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** How the event loops talk to the operating system, the best first. NIO is there on every machine. */
public enum Transport {
    IO_URING(IoUringServerSocketChannel.class, IoUringSocketChannel.class, IoUringDatagramChannel.class) {
        @Override
        public boolean available() {
            return IoUring.isAvailable();
        }

        @Override
        @Nullable
        Throwable unavailability() {
            return IoUring.unavailabilityCause();
        }

        @Override
        IoHandlerFactory ioHandlers() {
            return IoUringIoHandler.newFactory();
        }

        @Override
        TcpOptions tcpOptions() {
            return new TcpOptions(
                    IoUringChannelOption.TCP_KEEPIDLE,
                    IoUringChannelOption.TCP_KEEPINTVL,
                    IoUringChannelOption.TCP_KEEPCNT,
                    IoUringChannelOption.TCP_NOTSENT_LOWAT,
                    IoUringChannelOption.TCP_DEFER_ACCEPT,
                    ONLY_IPV6);
        }
    },
    EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class, EpollDatagramChannel.class) {
        @Override
        public boolean available() {
            return Epoll.isAvailable();
        }

        @Override
        @Nullable
        Throwable unavailability() {
            return Epoll.unavailabilityCause();
        }

        @Override
        IoHandlerFactory ioHandlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        TcpOptions tcpOptions() {
            return new TcpOptions(
                    EpollChannelOption.TCP_KEEPIDLE,
                    EpollChannelOption.TCP_KEEPINTVL,
                    EpollChannelOption.TCP_KEEPCNT,
                    EpollChannelOption.TCP_NOTSENT_LOWAT,
                    EpollChannelOption.TCP_DEFER_ACCEPT,
                    ONLY_IPV6);
        }
    },
    NIO(NioServerSocketChannel.class, NioSocketChannel.class, NioDatagramChannel.class) {
        @Override
        public boolean available() {
            return true;
        }

        @Override
        @Nullable
        Throwable unavailability() {
            return null;
        }

        @Override
        IoHandlerFactory ioHandlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        TcpOptions tcpOptions() {
            return new TcpOptions(
                    NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE),
                    NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL),
                    NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT),
                    null,
                    null,
                    null);
        }
    };

    /** What Linux calls 41 and 26, which Netty has no names for. */
    static final int IPPROTO_IPV6 = 41;

    static final int IPV6_V6ONLY = 26;

    private static final ChannelOption<Integer> ONLY_IPV6 =
            new IntegerUnixChannelOption("IPV6_V6ONLY", IPPROTO_IPV6, IPV6_V6ONLY);

    private final Class<? extends ServerChannel> serverChannel;
    private final Class<? extends Channel> channel;
    private final Class<? extends DatagramChannel> datagramChannel;

    Transport(
            Class<? extends ServerChannel> serverChannel,
            Class<? extends Channel> channel,
            Class<? extends DatagramChannel> datagramChannel) {
        this.serverChannel = serverChannel;
        this.channel = channel;
        this.datagramChannel = datagramChannel;
    }

    /** The best one that this machine has. */
    public static Transport best() {
        return IO_URING.orNext();
    }

    /** This one where the machine has it, else the best of those behind it. */
    public Transport orNext() {
        for (Transport transport : values()) {
            if (transport.compareTo(this) >= 0 && transport.available()) {
                return transport;
            }
        }
        throw new IllegalStateException("transport: none (expected: NIO is always there)");
    }

    /**
     * Reads {@code io_uring}, {@code epoll} or {@code nio}.
     *
     * @param setting the name of the setting, for messages
     * @throws IllegalArgumentException if it is none of them
     */
    public static Transport parse(String setting, String text) {
        return switch (text) {
            case "io_uring" -> IO_URING;
            case "epoll" -> EPOLL;
            case "nio" -> NIO;
            default ->
                throw new IllegalArgumentException(setting + ": " + text + " (expected: io_uring, epoll or nio)");
        };
    }

    /** Whether this machine has it. */
    public abstract boolean available();

    /** What keeps this machine from having it; {@code null} when it has. */
    abstract @Nullable Throwable unavailability();

    /** Those that are better, each with the reason why it is not used. */
    List<String> passedOver() {
        return Arrays.stream(values())
                .filter(better -> better.compareTo(this) < 0)
                .map(better -> better + " (" + better.reason() + ")")
                .toList();
    }

    private String reason() {
        Throwable cause = unavailability();
        if (cause == null) {
            return "not asked for";
        }
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    abstract IoHandlerFactory ioHandlers();

    abstract TcpOptions tcpOptions();

    /**
     * What a transport calls the options of sockets that are not the same everywhere.
     *
     * @param mostUnsent {@code null} where there is none
     * @param deferAccept {@code null} where there is none
     * @param onlyIpv6 {@code null} where there is none
     */
    record TcpOptions(
            ChannelOption<Integer> probeIdle,
            ChannelOption<Integer> probeInterval,
            ChannelOption<Integer> probeCount,
            @Nullable ChannelOption<Long> mostUnsent,
            @Nullable ChannelOption<Integer> deferAccept,
            @Nullable ChannelOption<Integer> onlyIpv6) {}

    /** Whether several sockets may listen at one address, among which the kernel spreads connections. */
    boolean sharesPorts() {
        return this != NIO;
    }

    Class<? extends ServerChannel> serverChannel() {
        return serverChannel;
    }

    Class<? extends Channel> channel() {
        return channel;
    }

    Class<? extends DatagramChannel> datagramChannel() {
        return datagramChannel;
    }
}
