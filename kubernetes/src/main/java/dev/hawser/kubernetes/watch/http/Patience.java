package dev.hawser.kubernetes.watch.http;

import java.time.Duration;

/**
 * How long answers are waited for; fixed at start.
 *
 * @param head until an answer begins; default 10 s
 * @param pause between two parts of an answer that has an end; default 10 s
 */
public record Patience(Duration head, Duration pause) {

    public static Patience defaults() {
        return new Patience(Duration.ofSeconds(10), Duration.ofSeconds(10));
    }
}
