package dev.hawser.kubernetes.watch;

import java.time.Duration;
import java.time.Instant;

/** Whether a failure that goes on is told again and again. */
enum Reminders {
    /** Something serves meanwhile: its beginning and its end are enough. */
    NONE,
    /** Nothing is served before it is over. */
    EVERY_HALF_MINUTE;

    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    boolean isDue(Instant last, Instant now) {
        return this == EVERY_HALF_MINUTE && !now.isBefore(last.plus(HALF_A_MINUTE));
    }
}
