package dev.hawser.proxy.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Many clients that do as little as they can: a third sends the head of a request octet by octet, a third a body, a third
 * asks for a long response and reads nothing of it. One thread drives them all.
 */
final class SlowCrowd implements Closeable {

    /** How often each of them sends an octet. */
    private static final long PAUSE_NANOS = 200_000_000;

    /** How far they come apart. */
    private static final long ARRIVAL_NANOS = 1_000_000;

    private static final String[] BEGINNINGS = {
        "GET / HTTP/1.1\r\nHost: h\r\nX-Slow: ",
        "POST /upload HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n",
        "GET /endless HTTP/1.1\r\nHost: h\r\n\r\n",
    };

    private static final int READER = 2;

    private final List<SocketChannel> clients = new ArrayList<>();
    private final Thread driver = Thread.ofPlatform().name("slow crowd").unstarted(this::trickle);
    private volatile boolean over;

    SlowCrowd(InetSocketAddress gateway, int size) throws IOException {
        for (int i = 0; i < size; i++) {
            SocketChannel client = SocketChannel.open();
            clients.add(client);
            // Else the system takes megabytes on behalf of each that reads nothing.
            client.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            client.connect(gateway);
            client.write(ByteBuffer.wrap(BEGINNINGS[i % 3].getBytes(StandardCharsets.US_ASCII)));
            client.configureBlocking(false);
            LockSupport.parkNanos(ARRIVAL_NANOS);
        }
        driver.start();
    }

    private void trickle() {
        byte[] octet = {'x'};
        while (!over) {
            for (int i = 0; i < clients.size() && !over; i++) {
                if (i % 3 != READER && clients.get(i).isOpen()) {
                    send(clients.get(i), octet);
                }
                // One after the other, as clients that know nothing of each other come.
                LockSupport.parkNanos(PAUSE_NANOS / clients.size());
            }
        }
    }

    /** Once the gateway has closed the connection there is nobody to send to; what it said stays to be read. */
    private static void send(SocketChannel client, byte[] octet) {
        try {
            client.write(ByteBuffer.wrap(octet));
        } catch (IOException _) {
            // Whether the connection was closed is asked for at the end.
        }
    }

    /** Lets nobody send any more. */
    void stop() throws InterruptedException {
        over = true;
        driver.join();
    }

    /** How many of the connections are closed by the gateway, of those that send or of those that read. */
    long closed() {
        return clients.stream().filter(SlowCrowd::closed).count();
    }

    private static boolean closed(SocketChannel client) {
        ByteBuffer into = ByteBuffer.allocate(65536);
        try {
            int read = client.read(into);
            while (read > 0) {
                read = client.read(into.clear());
            }
            return read < 0;
        } catch (IOException _) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        for (SocketChannel client : clients) {
            client.close();
        }
    }
}
