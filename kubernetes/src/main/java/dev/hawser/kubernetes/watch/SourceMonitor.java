package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.watch.SourceState.Phase;
import dev.hawser.kubernetes.watch.http.ApiFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows how the watch of one source is doing. A failure is told when it begins, when it changes into another, and when it
 * is over; failures of the server as a whole are told once for all sources. Until the source was watched for the first time
 * a failure is told again every half minute, since nothing is served before that.
 */
final class SourceMonitor {

    private static final Logger log = LoggerFactory.getLogger(SourceMonitor.class);

    private final Source source;
    private final Outages outages;
    private final InstantSource clock;

    /** Written by the source's thread, read by anybody; may be as old as a read takes. */
    private volatile SourceState state;

    private boolean everWatched;
    private boolean isListed;
    /** What was told last, so that it is not told again; empty when nothing is wrong. */
    private String told = "";

    private Instant lastTold = Instant.EPOCH;

    SourceMonitor(Source source, Outages outages, InstantSource clock) {
        this.source = source;
        this.outages = outages;
        this.clock = clock;
        this.state = stateOf(Phase.STARTING, clock.instant(), Optional.empty());
    }

    SourceState state() {
        return state;
    }

    /** Everything is known. */
    void listed() {
        isListed = true;
        if (state.phase() == Phase.ABSENT) {
            log.atInfo().addKeyValue("kind", source).log("Kind is served now, its objects are taken");
            enter(Phase.STARTING, Optional.empty());
        }
    }

    /** The watch works. */
    void settled() {
        if (state.phase() == Phase.WATCHING) {
            return;
        }
        everWatched = true;
        Instant since = state.since();
        enter(Phase.WATCHING, Optional.empty());
        outages.over(source, state.since());
        if (!told.isEmpty()) {
            told = "";
            log.atInfo()
                    .addKeyValue("kind", source)
                    .addKeyValue("outage", text(Duration.between(since, state.since())))
                    .log("Watch works again");
        }
    }

    /** The API server does not know the kind. */
    void absent() {
        outages.over(source, clock.instant());
        told = "";
        everWatched = true;
        if (state.phase() != Phase.ABSENT) {
            enter(Phase.ABSENT, Optional.empty());
            log.atWarn()
                    .addKeyValue("kind", source)
                    .addKeyValue("apiVersion", source.kind().apiVersion())
                    .log("Kind is not served by the API server, going on without it until it is");
        }
    }

    /**
     * A request failed.
     *
     * @param verb what was asked for, as roles name it: {@code list} or {@code watch}
     */
    void failed(String verb, ApiFailure failure) {
        Phase phase = failure.reason() == ApiFailure.Reason.FORBIDDEN ? Phase.FORBIDDEN : Phase.FAILING;
        String description = verb + " " + source.resource() + ": " + failure.description();
        if (state.phase() == phase) {
            state = stateOf(phase, state.since(), Optional.of(description));
        } else {
            enter(phase, Optional.of(description));
        }
        if (failure.reason().concernsServer()) {
            outages.met(source, verb, failure, clock.instant(), reminders());
        } else {
            outages.over(source, clock.instant());
            tell(verb, failure);
        }
    }

    private void tell(String verb, ApiFailure failure) {
        String now = verb + failure.reason();
        if (now.equals(told) && !reminders().isDue(lastTold, clock.instant())) {
            return;
        }
        told = now;
        lastTold = clock.instant();
        var line = log.atWarn()
                .addKeyValue("verb", verb)
                .addKeyValue("resource", source.resource())
                .addKeyValue("namespace", nameOf(source))
                .addKeyValue("reason", failure.description());
        String consequence =
                isListed ? "what is known is kept while it is tried again" : "nothing is served before it succeeds";
        if (failure.reason() == ApiFailure.Reason.FORBIDDEN) {
            line.addKeyValue("grant", grant()).log("Permission is missing, " + consequence);
        } else {
            line.log("Watch failed, " + consequence);
        }
    }

    private Reminders reminders() {
        return everWatched ? Reminders.NONE : Reminders.EVERY_HALF_MINUTE;
    }

    /** The rule of a role that would let the watch work. */
    private String grant() {
        String role = source.namespace().isEmpty() ? "ClusterRole" : "Role in namespace " + source.namespace();
        return "apiGroups: [\"" + source.group() + "\"], resources: [" + source.plural()
                + "], verbs: [list, watch] in a " + role;
    }

    private void enter(Phase phase, Optional<String> failure) {
        state = stateOf(phase, clock.instant(), failure);
    }

    private SourceState stateOf(Phase phase, Instant since, Optional<String> failure) {
        return new SourceState(source.kind().name(), source.resource(), source.namespace(), phase, since, failure);
    }

    /** The namespace of a source, for logs. */
    static String nameOf(Source source) {
        return source.namespace().isEmpty() ? "all" : source.namespace();
    }

    /** A duration in seconds and milliseconds, for logs. */
    static String text(Duration duration) {
        return duration.toSeconds() + "." + "%03d".formatted(duration.toMillisPart()) + " s";
    }
}
