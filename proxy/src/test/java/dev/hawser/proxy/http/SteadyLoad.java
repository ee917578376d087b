package dev.hawser.proxy.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Ordinary traffic: some connections, each with a request every few milliseconds, whatever became of those before. */
final class SteadyLoad {

    private static final int CONNECTIONS = 4;
    private static final long INTERVAL_NANOS = 4_000_000;
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    /**
     * What came of it.
     *
     * @param latencies of the requests that were answered, in nanoseconds, in order of size
     * @param failures how many were not, or not with 200
     */
    record Result(List<Long> latencies, int failures) {

        long percentileMicros(double percentile) {
            int at = (int) Math.ceil(percentile / 100 * latencies.size()) - 1;
            return latencies.get(Math.max(0, at)) / 1000;
        }
    }

    private final InetSocketAddress gateway;
    private final List<long[]> latencies = new ArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    private SteadyLoad(InetSocketAddress gateway) {
        this.gateway = gateway;
    }

    static SteadyLoad start(InetSocketAddress gateway) {
        SteadyLoad load = new SteadyLoad(gateway);
        for (int i = 0; i < CONNECTIONS; i++) {
            load.threads.add(Thread.ofPlatform().name("steady load").start(load::run));
        }
        return load;
    }

    /** For so many requests on each connection. */
    static Result of(InetSocketAddress gateway, int requests) throws InterruptedException {
        SteadyLoad load = new SteadyLoad(gateway);
        for (int i = 0; i < CONNECTIONS; i++) {
            load.threads.add(Thread.ofPlatform().name("steady load").start(() -> load.run(requests)));
        }
        return load.await();
    }

    private void run() {
        run(Integer.MAX_VALUE);
    }

    private void run(int requests) {
        long[] took = new long[1 << 16];
        int count = 0;
        try (RawExchange client = RawExchange.connect(gateway)) {
            long next = System.nanoTime();
            for (int i = 0; i < requests && !over; i++) {
                while (next - System.nanoTime() > 0) {
                    LockSupport.parkNanos(next - System.nanoTime());
                }
                // From when it was due: a pause shows in all requests that it held up.
                int status = client.send(GET).read().status();
                took[count] = System.nanoTime() - next;
                count = (count + 1) % took.length;
                next += INTERVAL_NANOS;
                if (status != 200) {
                    failures.incrementAndGet();
                }
            }
        } catch (IOException _) {
            failures.incrementAndGet();
        }
        synchronized (latencies) {
            latencies.add(Arrays.copyOf(took, count));
        }
    }

    Result stop() throws InterruptedException {
        over = true;
        return await();
    }

    private Result await() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        synchronized (latencies) {
            List<Long> sorted = latencies.stream()
                    .flatMapToLong(Arrays::stream)
                    .sorted()
                    .boxed()
                    .toList();
            return new Result(sorted, failures.get());
        }
    }
}
