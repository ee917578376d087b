package dev.hawser.benchmarks.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/** Ports of the loopback address. */
final class Ports {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private Ports() {}

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** One that nobody listens at. */
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address(0));
            return socket.getLocalPort();
        }
    }

    /** Waits until a program listens. */
    static void awaitListener(Workbench bench, String name, Process process, int port)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!listens(port)) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                throw new IOException(name + ": does not listen at port " + port + " (expected: within "
                        + START_TIMEOUT.toSeconds() + " s): "
                        + bench.printedBy(name).strip());
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(address(port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
