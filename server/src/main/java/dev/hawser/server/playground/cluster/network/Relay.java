package dev.hawser.server.playground.cluster.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries every connection that is accepted at one address to another one, TCP or Unix domain socket alike.
 *
 * <p>The end of one direction is handed on as such (half-close), and the other direction goes on. A connection whose
 * target cannot be reached is closed. Two relays make a way from one network namespace into another, since Unix domain
 * sockets belong to the file system.
 */
public final class Relay implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);
    private static final int BUFFER_BYTES = 64 * 1024;

    private final ServerSocketChannel server;
    private final SocketAddress target;

    private Relay(ServerSocketChannel server, SocketAddress target) {
        this.server = server;
        this.target = target;
    }

    /**
     * Listens for TCP connections.
     *
     * @throws IOException when the address is taken, or not one of this machine
     */
    public static ServerSocketChannel listen(InetSocketAddress address) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return server.bind(address);
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /**
     * Listens at a Unix domain socket.
     *
     * @throws IOException when the path is taken, or too long (some 100 bytes)
     */
    public static ServerSocketChannel listen(UnixDomainSocketAddress address) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return server.bind(address);
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /**
     * Starts to relay.
     *
     * @param server where connections come from; closed with the relay
     * @param target where each goes
     */
    public static Relay start(ServerSocketChannel server, SocketAddress target) {
        Relay relay = new Relay(server, target);
        Thread.ofVirtual().name("relay-accept").start(relay::accept);
        return relay;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel connection = server.accept();
                Thread.ofVirtual().name("relay").start(() -> relay(connection));
            } catch (IOException e) {
                if (server.isOpen()) {
                    log.atWarn().addKeyValue("target", target).setCause(e).log("Relay cannot accept connections");
                }
            }
        }
    }

    private void relay(SocketChannel from) {
        try (from;
                SocketChannel to = SocketChannel.open(target)) {
            noDelay(from);
            noDelay(to);
            Thread back = Thread.ofVirtual().name("relay-back").start(() -> copy(to, from));
            copy(from, to);
            back.join();
        } catch (IOException e) {
            log.atDebug().addKeyValue("target", target).setCause(e).log("Relay cannot reach its target");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void noDelay(SocketChannel channel) throws IOException {
        if (channel.getRemoteAddress() instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }

    /** Copies until the source ends, or either breaks; a broken one takes the whole connection with it. */
    private static void copy(SocketChannel source, SocketChannel sink) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try {
            while (source.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    sink.write(buffer);
                }
                buffer.clear();
            }
            sink.shutdownOutput();
        } catch (IOException e) {
            log.atTrace().setCause(e).log("Connection broke");
            close(source);
            close(sink);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.atTrace().setCause(e).log("Connection did not close");
        }
    }

    /** Accepts no more; connections under way go on until they end. */
    @Override
    public void close() throws IOException {
        server.close();
    }
}
