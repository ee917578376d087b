package dev.hawser.benchmarks.compare;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections that had one request answered each and are open. */
final class IdleClients implements Closeable {

    private final List<Socket> sockets = new ArrayList<>();

    private IdleClients() {}

    static IdleClients connect(Contender contender, int count) throws IOException {
        IdleClients clients = new IdleClients();
        try {
            for (int i = 0; i < count; i++) {
                clients.connectOne(
                        contender,
                        contender.cookies().get(i % contender.cookies().size()));
            }
            return clients;
        } catch (IOException e) {
            clients.close();
            throw e;
        }
    }

    private void connectOne(Contender contender, String cookie) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setSoTimeout(10_000);
        socket.connect(Ports.address(contender.port()), 10_000);
        socket.getOutputStream().write(SampleHead.text("/", cookie).getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder response = new StringBuilder();
        byte[] piece = new byte[4096];
        String body = "x".repeat(Origins.SMALL_BYTES);
        while (response.indexOf(body) < 0) {
            int count = in.read(piece);
            if (count < 0) {
                throw new IOException(contender.name() + ": closed a connection (expected: to keep it)");
            }
            response.append(new String(piece, 0, count, StandardCharsets.US_ASCII));
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
