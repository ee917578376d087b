package dev.hawser.verification.guide;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Visitors that keep visiting until they are stopped, and everything that happened to them. */
public final class Traffic implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(30);

    /** From the start of a visit to that of the next one of the same visitor. */
    private final Duration pause;

    private final List<Thread> threads = new ArrayList<>();
    private final List<List<Visit>> journeys = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    /** Written by the test's thread once, read by the visitors' threads; a visitor may make one more visit. */
    private volatile boolean stopped;

    private Traffic(Duration pause) {
        this.pause = pause;
    }

    /** Starts visitors, and returns when each of them has a session. */
    public static Traffic start(URI gateway, String path, int visitors) {
        return start(gateway, path, visitors, PAUSE);
    }

    /**
     * Starts visitors, and returns when each of them has a session.
     *
     * @param pause from the start of a visit to that of the next one of the same visitor, at the least
     */
    public static Traffic start(URI gateway, String path, int visitors, Duration pause) {
        Traffic traffic = new Traffic(pause);
        CountDownLatch sessions = new CountDownLatch(visitors);
        for (int i = 0; i < visitors; i++) {
            List<Visit> journey = new ArrayList<>();
            traffic.journeys.add(journey);
            // Spread over the pause, so that the load is steady.
            Duration delay = pause.multipliedBy(i).dividedBy(visitors);
            traffic.threads.add(
                    Thread.ofVirtual().start(() -> traffic.travel(gateway, path, journey, sessions, delay)));
        }
        try {
            if (!sessions.await(1, TimeUnit.MINUTES)) {
                throw new AssertionError("visitors without a session after a minute: " + sessions.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return traffic;
    }

    private void travel(URI gateway, String path, List<Visit> journey, CountDownLatch sessions, Duration delay) {
        try (Visitor visitor = new Visitor(gateway)) {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
            long next = System.nanoTime();
            while (!stopped) {
                next += pause.toNanos();
                try {
                    journey.add(visitor.visit(path));
                } catch (IOException | RuntimeException e) {
                    failures.add(e.toString());
                    visitor.disconnect();
                }
                sessions.countDown();
                // What is late is not made up for: a stall would end in a burst.
                next = Math.max(next, System.nanoTime());
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            }
        } catch (IOException e) {
            failures.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops the visitors; from then on their journeys may be read. */
    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    /** What went wrong, one entry for each request that failed. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** The visits of each visitor, in order. */
    public List<List<Visit>> journeys() {
        return journeys;
    }

    public long requests() {
        return journeys.stream().mapToLong(List::size).sum() + failures.size();
    }

    /** Opens new sessions one after the other, each on a connection of its own, and tells how many each pod got. */
    public static Map<String, Long> newSessions(URI gateway, String path, int count) throws IOException {
        List<Visit> visits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (Visitor visitor = new Visitor(gateway)) {
                visits.add(visitor.visit(path));
            }
        }
        return visits.stream()
                .map(Visit::pod)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }
}
