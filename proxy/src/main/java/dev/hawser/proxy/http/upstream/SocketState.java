package dev.hawser.proxy.http.upstream;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

/** What the operating system knows of a connection. */
final class SocketState {

    /** {@code TCP_ESTABLISHED} of Linux: neither side has closed. */
    private static final int ESTABLISHED = 1;

    private SocketState() {}

    /** Whether neither side has closed it; taken for granted where the transport cannot tell. */
    static boolean established(Channel channel) {
        if (channel instanceof EpollSocketChannel epoll) {
            return epoll.tcpInfo().state() == ESTABLISHED;
        }
        return !(channel instanceof IoUringSocketChannel uring)
                || uring.tcpInfo().state() == ESTABLISHED;
    }
}
