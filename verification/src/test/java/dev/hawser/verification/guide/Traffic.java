package dev.hawser.verification.guide;

import java.io.IOException;
import java.net.URI;
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

    private static final int PAUSE_MILLIS = 25;

    private final List<Thread> threads = new ArrayList<>();
    private final List<List<Visit>> journeys = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    /** Written by the test's thread once, read by the visitors' threads; a visitor may make one more visit. */
    private volatile boolean stopped;

    private Traffic() {}

    /** Starts visitors, and returns when each of them has a session. */
    public static Traffic start(URI gateway, String path, int visitors) {
        Traffic traffic = new Traffic();
        CountDownLatch sessions = new CountDownLatch(visitors);
        for (int i = 0; i < visitors; i++) {
            List<Visit> journey = new ArrayList<>();
            traffic.journeys.add(journey);
            traffic.threads.add(Thread.ofVirtual().start(() -> traffic.travel(gateway, path, journey, sessions)));
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

    private void travel(URI gateway, String path, List<Visit> journey, CountDownLatch sessions) {
        try (Visitor visitor = new Visitor(gateway)) {
            while (!stopped) {
                try {
                    journey.add(visitor.visit(path));
                } catch (IOException | RuntimeException e) {
                    failures.add(e.toString());
                    visitor.disconnect();
                }
                sessions.countDown();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
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
