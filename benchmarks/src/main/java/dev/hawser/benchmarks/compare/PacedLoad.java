package dev.hawser.benchmarks.compare;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Requests at a steady rate, whatever the answers do: an open loop. A request is due at its time, and its latency counts
 * from then, so that a proxy that stalls pays for all who wait. Neither thread allocates while it runs.
 *
 * @param perSecond how many requests are due in a second
 */
record PacedLoad(int connections, int seconds, double perSecond) {

    /** What it took, in microseconds. */
    static final class Latencies {

        private final long[] ascending;

        private Latencies(long[] micros) {
            ascending = micros.clone();
            Arrays.sort(ascending);
        }

        static Latencies of(long... micros) {
            return new Latencies(micros);
        }

        /** @param percent 0 to 100 */
        double percentile(double percent) {
            int rank = (int) Math.ceil(percent / 100 * ascending.length) - 1;
            return ascending[Math.clamp(rank, 0, ascending.length - 1)];
        }

        int count() {
            return ascending.length;
        }
    }

    /** @throws IOException if a response is missing or not 200 */
    Latencies run(Contender contender) throws IOException, InterruptedException {
        int count = Math.max(1, (int) (perSecond * seconds));
        BlockingQueue<PacedConnection> idle = new ArrayBlockingQueue<>(connections);
        List<PacedConnection> all = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                String cookie = contender.cookies().get(i % contender.cookies().size());
                PacedConnection connection =
                        PacedConnection.open(contender.port(), SampleHead.text("/", cookie), selector);
                all.add(connection);
                idle.add(connection);
            }
            Receiver receiver = new Receiver(selector, idle, count);
            Thread receiving = Thread.ofPlatform().name("receiver").start(receiver);
            Thread.ofPlatform()
                    .name("sender")
                    .start(() -> send(idle, count, receiver))
                    .join();
            receiving.join();
            return receiver.latencies();
        } finally {
            for (PacedConnection connection : all) {
                connection.close();
            }
        }
    }

    private void send(BlockingQueue<PacedConnection> idle, int count, Receiver receiver) {
        Punctuality.ask();
        double interval = 1e9 / perSecond;
        long start = System.nanoTime();
        try {
            for (int i = 0; i < count && receiver.failure() == null; i++) {
                long due = start + (long) (i * interval);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                PacedConnection next = idle.poll();
                while (next == null && receiver.failure() == null) {
                    next = idle.poll(100, TimeUnit.MILLISECONDS);
                }
                if (next != null) {
                    next.send(due);
                }
            }
        } catch (IOException e) {
            receiver.fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes the responses. */
    private static final class Receiver implements Runnable {

        private final Selector selector;
        private final BlockingQueue<PacedConnection> idle;
        private final long[] micros;
        /** The first of either thread; the other may see it late. */
        private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

        Receiver(Selector selector, BlockingQueue<PacedConnection> idle, int count) {
            this.selector = selector;
            this.idle = idle;
            this.micros = new long[count];
        }

        void fail(Exception cause) {
            failure.compareAndSet(null, cause);
        }

        @Nullable
        Exception failure() {
            return failure.get();
        }

        Latencies latencies() throws IOException {
            Exception failed = failure.get();
            if (failed != null) {
                throw new IOException("paced load: " + failed.getMessage(), failed);
            }
            return Latencies.of(micros);
        }

        @Override
        public void run() {
            int done = 0;
            try {
                while (done < micros.length) {
                    if (selector.select(5000) == 0) {
                        throw new IOException("response: none for 5 s (expected: one)");
                    }
                    long now = System.nanoTime();
                    for (SelectionKey key : selector.selectedKeys()) {
                        PacedConnection connection = (PacedConnection) key.attachment();
                        long due = connection.receive();
                        if (due != PacedConnection.INCOMPLETE) {
                            micros[done++] = (now - due) / 1000;
                            idle.add(connection);
                        }
                    }
                    selector.selectedKeys().clear();
                }
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
        }
    }
}
