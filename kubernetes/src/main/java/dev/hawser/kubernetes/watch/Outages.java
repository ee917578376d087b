package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.watch.http.ApiFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells once that the API server as a whole fails, however many sources meet that, and once that it works again. Used by
 * the threads of all sources.
 */
final class Outages {

    private static final Logger log = LoggerFactory.getLogger(Outages.class);

    /** Guarded by this. */
    private final Set<Source> failing = new HashSet<>();

    private Instant since = Instant.EPOCH;
    private Instant lastTold = Instant.EPOCH;

    /** A source meets an outage. */
    synchronized void met(Source source, String verb, ApiFailure failure, Instant now, Reminders reminders) {
        boolean first = failing.isEmpty();
        failing.add(source);
        if (first) {
            since = now;
        }
        if (first || reminders.isDue(lastTold, now)) {
            lastTold = now;
            log.atWarn()
                    .addKeyValue("verb", verb)
                    .addKeyValue("resource", source.resource())
                    .addKeyValue("namespace", SourceMonitor.nameOf(source))
                    .addKeyValue("reason", failure.description())
                    .addKeyValue("for", SourceMonitor.text(Duration.between(since, now)))
                    .log(
                            first
                                    ? "API server does not answer, what is known is kept while it is tried again"
                                    : "API server still does not answer, nothing is served before it does");
        }
    }

    /** A source meets it no more. */
    synchronized void over(Source source, Instant now) {
        if (failing.remove(source) && failing.isEmpty()) {
            log.atInfo()
                    .addKeyValue("outage", SourceMonitor.text(Duration.between(since, now)))
                    .log("API server answers again");
        }
    }
}
