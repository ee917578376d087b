package dev.hawser.benchmarks.compare;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that do as little as they can: a third sends the head of a request octet by octet, a third a body, a third asks for
 * a large response and reads nothing of it. A program of its own, which lasts until it is ended and gives way to all others
 * on its core, so that it costs the proxy its time and not those who measure.
 */
final class SlowClients implements AutoCloseable {

    /** Each of those that send does so five times a second. */
    private static final long PAUSE_NANOS = 200_000_000;

    /** How far they come apart. */
    private static final long ARRIVAL_NANOS = 500_000;

    private static final int ARRIVAL_SECONDS = 60;
    private static final int KINDS = 3;
    private static final int READER = 2;

    private final Workbench bench;
    private final Process process;

    private SlowClients(Workbench bench, Process process) {
        this.bench = bench;
        this.process = process;
    }

    /** Starts so many, and returns once all of them are there. */
    static SlowClients start(Workbench bench, Contender contender, int count) throws IOException, InterruptedException {
        Path ready = bench.folder().resolve("slow-clients.ready");
        Files.deleteIfExists(ready);
        Process process = bench.start(
                "slow-clients",
                Workbench.LOAD_CORE,
                List.of(
                        "nice",
                        "-n",
                        "19",
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SlowClients.class.getName(),
                        Integer.toString(contender.port()),
                        Integer.toString(count),
                        contender.cookies().getFirst(),
                        ready.toString()));
        long deadline = System.nanoTime() + ARRIVAL_SECONDS * 1_000_000_000L;
        while (!Files.exists(ready)) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                throw new IOException("slow clients: not all there (expected: within " + ARRIVAL_SECONDS + " s): "
                        + bench.printedBy("slow-clients").strip());
            }
            Thread.sleep(Ports.POLL_INTERVAL);
        }
        return new SlowClients(bench, process);
    }

    /** Fails unless all of them are still there. */
    void check() throws IOException {
        String printed = bench.printedBy("slow-clients").strip();
        if (!process.isAlive() || !printed.isEmpty()) {
            throw new IOException("slow clients: " + printed + " (expected: none is turned away meanwhile)");
        }
    }

    @Override
    public void close() {
        bench.stop(process);
    }

    /**
     * The program.
     *
     * @param arguments the port, how many clients, the value of their session's cookie, and the file to make once all of
     *     them are connected
     */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        List<SocketChannel> clients = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            clients.add(connect(port, beginning(i % KINDS, arguments[2])));
            LockSupport.parkNanos(ARRIVAL_NANOS);
        }
        Files.createFile(Path.of(arguments[3]));
        trickle(clients);
    }

    private static String beginning(int kind, String cookie) {
        return switch (kind) {
            case 0 -> SampleHead.begun(cookie);
            case 1 -> SampleHead.upload(Origins.UPLOAD, cookie);
            default -> SampleHead.text(Origins.LARGE, cookie);
        };
    }

    private static SocketChannel connect(int port, String beginning) throws IOException {
        SocketChannel client = SocketChannel.open();
        // Else the system takes all of the response on behalf of those that read nothing.
        client.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        client.connect(Ports.address(port));
        client.write(ByteBuffer.wrap(beginning.getBytes(StandardCharsets.US_ASCII)));
        client.configureBlocking(false);
        return client;
    }

    private static void trickle(List<SocketChannel> clients) {
        ByteBuffer octet = ByteBuffer.wrap(new byte[] {'x'});
        for (int i = 0; ; i = (i + 1) % clients.size()) {
            if (i % KINDS != READER) {
                try {
                    clients.get(i).write(octet.rewind());
                } catch (IOException e) {
                    System.out.println("client " + i + " is cut off: " + e.getMessage());
                    return;
                }
            }
            // One after the other, as clients that know nothing of each other come.
            LockSupport.parkNanos(PAUSE_NANOS / clients.size());
        }
    }
}
