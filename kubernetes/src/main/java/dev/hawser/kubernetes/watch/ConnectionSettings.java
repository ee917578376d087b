package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.watch.http.Patience;
import java.time.Duration;

/**
 * How the API server is asked; fixed at start.
 *
 * @param firstRetry how long after a first failure it is asked again, at most; default 200 ms
 * @param longestRetry how long after any failure it is asked again, at most; default 10 s
 * @param absentRetry how often it is asked for a kind that it does not know; default 2 s
 * @param watchLength how long one watch takes, at most, before it is started anew; default 30 s. A connection that is
 *     dead without a sign of it (a cut cable, a frozen server) is given up soon after that, so this is also how old what
 *     is known can be without anybody noticing
 * @param watchGrace how much longer than agreed a watch may take before it is given up; default 5 s
 * @param patience how long answers are waited for
 */
public record ConnectionSettings(
        Duration firstRetry,
        Duration longestRetry,
        Duration absentRetry,
        Duration watchLength,
        Duration watchGrace,
        Patience patience) {

    public static ConnectionSettings defaults() {
        return new ConnectionSettings(
                Duration.ofMillis(200),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Patience.defaults());
    }
}
