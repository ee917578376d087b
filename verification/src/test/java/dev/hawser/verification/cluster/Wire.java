package dev.hawser.verification.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network between two parties that can be cut without either being told: no connection is closed, nothing is refused,
 * and nothing arrives. What was open when it was cut stays dead when it is mended, as behind a router that forgot it.
 */
final class Wire implements AutoCloseable {

    private final InetSocketAddress far;
    private final ServerSocket near;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** Guarded by this. */
    private boolean isCut;

    private int cuts;

    private Wire(InetSocketAddress far) throws IOException {
        this.far = far;
        near = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    static Wire to(InetSocketAddress far) throws IOException {
        return new Wire(far);
    }

    /** The port on loopback that stands for the far end. */
    int port() {
        return near.getLocalPort();
    }

    synchronized void cut() {
        isCut = true;
        cuts++;
    }

    synchronized void mend() {
        isCut = false;
        notifyAll();
    }

    private void accept() {
        while (!near.isClosed()) {
            try {
                Socket client = near.accept();
                sockets.add(client);
                int birth = now();
                Thread.ofVirtual().start(() -> connect(client, birth));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket client, int birth) {
        try {
            passes(birth);
            Socket server = new Socket(far.getAddress(), far.getPort());
            sockets.add(server);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> pump(client, server, birth));
            pump(server, client, birth);
        } catch (IOException e) {
            close(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Socket from, Socket to, int birth) {
        byte[] bytes = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                passes(birth);
                out.write(bytes, 0, read);
            }
            passes(birth);
        } catch (IOException e) {
            // One end is gone; the other is told below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(from);
        close(to);
    }

    private synchronized int now() {
        return cuts;
    }

    /** Returns when the wire is whole; never for what was open when it was cut. */
    private synchronized void passes(int birth) throws InterruptedException {
        while (isCut || birth < cuts) {
            wait();
        }
    }

    private void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more in either case.
        }
        sockets.remove(socket);
    }

    @Override
    public void close() throws IOException {
        near.close();
        sockets.forEach(this::close);
    }
}
