package dev.hawser.proxy.http;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server on a UDP port of loopback (RFC 1035) that knows addresses of version 4 and as many failures. */
final class FakeNameServer implements Closeable {

    private static final int HEADER = 12;
    private static final int TYPE_A = 1;
    private static final int SERVER_FAILURE = 2;
    private static final int NAME_ERROR = 3;

    private record Entry(int ttlSeconds, List<String> addresses) {}

    private final DatagramSocket socket;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicInteger questions = new AtomicInteger();
    private volatile boolean failing;

    FakeNameServer() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    void put(String name, int ttlSeconds, String... addresses) {
        entries.put(name, new Entry(ttlSeconds, List.of(addresses)));
    }

    /** Answers everything with a server failure from here on. */
    void fail() {
        failing = true;
    }

    void work() {
        failing = false;
    }

    /** How many questions for addresses of version 4 came. */
    int questions() {
        return questions.get();
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] reply = answer(Arrays.copyOf(buffer, packet.getLength()));
                socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
            } catch (IOException _) {
                // The socket was closed: the test is over.
            }
        }
    }

    private byte[] answer(byte[] query) throws IOException {
        int end = HEADER;
        StringBuilder name = new StringBuilder();
        while (query[end] != 0) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(query, end + 1, query[end], StandardCharsets.US_ASCII));
            end += query[end] + 1;
        }
        int type = ByteBuffer.wrap(query).getShort(end + 1);
        Entry entry = entries.get(name.toString().toLowerCase(Locale.ROOT));
        if (type == TYPE_A) {
            questions.incrementAndGet();
        }
        List<String> addresses = entry == null || type != TYPE_A || failing ? List.of() : entry.addresses();
        int code = failing ? SERVER_FAILURE : entry == null ? NAME_ERROR : 0;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(query, 0, 2);
        out.writeShort(0x8180 | code);
        out.writeShort(1);
        out.writeShort(addresses.size());
        out.writeShort(0);
        out.writeShort(0);
        out.write(query, HEADER, end + 5 - HEADER);
        for (String address : addresses) {
            out.writeShort(0xc000 | HEADER);
            out.writeShort(TYPE_A);
            out.writeShort(1);
            out.writeInt(entry == null ? 0 : entry.ttlSeconds());
            out.writeShort(4);
            out.write(InetAddress.getByName(address).getAddress());
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
