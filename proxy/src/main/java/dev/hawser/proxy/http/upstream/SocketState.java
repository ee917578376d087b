package dev.hawser.proxy.http.upstream;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.AbstractNioChannel.NioUnsafe;
import io.netty.channel.uring.IoUringSocketChannel;

/** What the operating system knows of a connection. */
final class SocketState {

    /** {@code TCP_ESTABLISHED} of Linux: neither side has closed. */
    private static final int ESTABLISHED = 1;

    private SocketState() {}

    /**
     * Whether neither side has closed an idle connection, though its event loop may not have heard of it. To be called on
     * that loop. Where the transport cannot ask (NIO) the connection is read: what comes of that, its end or something
     * that nobody asked for, is handled before this returns.
     */
    static boolean established(Channel channel) {
        if (!channel.isActive()) {
            return false;
        }
        if (channel instanceof EpollSocketChannel epoll) {
            return epoll.tcpInfo().state() == ESTABLISHED;
        }
        if (channel instanceof IoUringSocketChannel uring) {
            return uring.tcpInfo().state() == ESTABLISHED;
        }
        if (channel.unsafe() instanceof NioUnsafe nio) {
            nio.read();
        }
        return channel.isActive();
    }
}
