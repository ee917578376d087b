package dev.hawser.kubernetes.report;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How long to wait before trying again what failed: a second, then twice as long each time, up to five minutes. Times are
 * readings of one monotonic source in nanoseconds, which may overflow. Used by one thread.
 *
 * @param <K> what names the things that are tried
 */
public final class RetryTimes<K> {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Map<K, Wait> waits = new HashMap<>();

    private record Wait(long since, long nanos) {}

    /** How long until something may be tried; 0 when it may be now. */
    public long remainingNanos(K key, long now) {
        Wait wait = waits.get(key);
        return wait == null ? 0 : Math.max(0, wait.nanos() - (now - wait.since()));
    }

    public void failed(K key, long now) {
        Wait before = waits.get(key);
        long nanos = before == null ? FIRST.toNanos() : Math.min(2 * before.nanos(), LONGEST.toNanos());
        waits.put(key, new Wait(now, nanos));
    }

    /** Waits for a fixed time, which does not grow. */
    public void defer(K key, Duration time, long now) {
        waits.put(key, new Wait(now, time.toNanos()));
    }

    public void succeeded(K key) {
        waits.remove(key);
    }

    /** Forgets all others. */
    public void retain(Set<K> keys) {
        waits.keySet().retainAll(keys);
    }
}
