package dev.hawser.kubernetes.event;

import dev.hawser.config.GatewayConfig;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Outcome;
import dev.hawser.kubernetes.leader.Leadership;
import dev.hawser.kubernetes.report.OutcomeWriter;
import dev.hawser.kubernetes.report.RetryTimes;
import dev.hawser.kubernetes.report.TokenBucket;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what is to be told, while this instance leads: each problem once, again when it has changed or was gone meanwhile,
 * and every half hour while it lasts, since the API server forgets events after an hour.
 *
 * <p>Of an object and reason, 25 events are told at once and one in five minutes after that, as Kubernetes' own components
 * do.
 */
public final class EventWriter implements OutcomeWriter {

    private static final Logger log = LoggerFactory.getLogger(EventWriter.class);

    private static final int BURST = 25;
    private static final Duration REFILL = Duration.ofMinutes(5);
    private static final Duration REPEAT = Duration.ofMinutes(30);
    private static final Duration FORBIDDEN_PAUSE = Duration.ofMinutes(1);
    private static final int UNPROCESSABLE = 422;

    private final EventApi api;
    private final EventComposer composer;
    private final EventRecord records;
    private final BooleanSupplier leads;
    private final LongSupplier nanos;
    private final InstantSource clock;

    /** Written by the one who stops, read by the own thread between two events. */
    private volatile boolean stopped;

    private Set<Notice> standing = Set.of();
    /** What was told, and when. */
    private final Map<Notice, Long> told = new HashMap<>();

    /** What was live last; the very {@link GatewayConfig#EMPTY} until a gateway has taken anything. */
    private GatewayConfig live = GatewayConfig.EMPTY;

    private boolean successToTell;

    private final Map<Subject, TokenBucket> buckets = new HashMap<>();
    private final RetryTimes<Trouble> trouble = new RetryTimes<>();
    private boolean reportedTrouble;

    private record Subject(ObjectKey object, Notice.Reason reason) {}

    private enum Trouble {
        API_SERVER
    }

    EventWriter(EventApi api, EventComposer composer, BooleanSupplier leads, LongSupplier nanos, InstantSource clock) {
        this.api = api;
        this.composer = composer;
        this.records = new EventRecord(composer.instance().id());
        this.leads = leads;
        this.nanos = nanos;
        this.clock = clock;
    }

    /**
     * A writer to a cluster.
     *
     * @param client stays the caller's
     * @param timeout how long one write may take
     */
    public static EventWriter create(
            KubernetesClient client, EventComposer composer, Leadership leadership, Duration timeout) {
        return new EventWriter(
                ClusterEvents.of(client, timeout),
                composer,
                leadership::isLeader,
                System::nanoTime,
                InstantSource.system());
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // What is equal is not published again, so this is a new one.
    public void take(Outcome outcome) {
        standing = composer.standing(outcome);
        told.keySet().retainAll(standing);
        buckets.values().removeIf(bucket -> bucket.isFull(nanos.getAsLong()));
        if (outcome.isRejected()) {
            successToTell = false;
        } else if (live != outcome.live()) {
            live = outcome.live();
            successToTell = true;
        }
    }

    @Override
    public long work() {
        if (!leads.getAsBoolean()) {
            // Should this instance lead (again), what stands then is told anew.
            told.clear();
            return NOTHING_DUE;
        }
        long next = NOTHING_DUE;
        for (Notice notice : new LinkedHashSet<>(standing)) {
            next = Math.min(next, tellWhenDue(notice));
        }
        if (successToTell) {
            successToTell = false;
            composer.success().ifPresent(this::tellIfAllowed);
        }
        return next;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    /** Tells something that stands if that is due; returns how long until it is (again). */
    private long tellWhenDue(Notice notice) {
        long now = nanos.getAsLong();
        Long last = told.get(notice);
        long wait = last == null ? 0 : REPEAT.toNanos() - (now - last);
        wait = Math.max(wait, waitNanos(notice));
        if (wait > 0) {
            return wait;
        }
        if (!mayTell()) {
            return NOTHING_DUE;
        }
        if (tell(notice) == Result.TOLD) {
            told.put(notice, now);
            return REPEAT.toNanos();
        }
        return waitNanos(notice);
    }

    private void tellIfAllowed(Notice notice) {
        if (waitNanos(notice) == 0 && mayTell()) {
            tell(notice);
        }
    }

    private boolean mayTell() {
        return !stopped && leads.getAsBoolean();
    }

    private long waitNanos(Notice notice) {
        long now = nanos.getAsLong();
        TokenBucket bucket = buckets.get(new Subject(notice.object(), notice.reason()));
        long wait = bucket == null ? 0 : bucket.remainingNanos(now);
        return Math.max(wait, trouble.remainingNanos(Trouble.API_SERVER, now));
    }

    private enum Result {
        /** It is told, or never can be. */
        TOLD,
        LATER
    }

    private Result tell(Notice notice) {
        long now = nanos.getAsLong();
        buckets.computeIfAbsent(
                        new Subject(notice.object(), notice.reason()), key -> new TokenBucket(BURST, REFILL, now))
                .take(now);
        try {
            createOrRepeat(notice);
            trouble.succeeded(Trouble.API_SERVER);
            reportedTrouble = false;
            return Result.TOLD;
        } catch (KubernetesClientException e) {
            if (canNeverBeTold(notice, e)) {
                return Result.TOLD;
            }
            failed(e);
            return Result.LATER;
        }
    }

    /**
     * Makes the event, or counts in the one that is there. That takes two patches, since a controller's role does not let
     * it read events, but a patch answers with the whole event.
     */
    private void createOrRepeat(Notice notice) {
        try {
            api.create(records.first(notice, clock.instant()));
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            String name = records.name(notice);
            Event known = api.patch(notice.namespace(), name, records.again(clock.instant()));
            int count = known.getCount() == null ? 1 : known.getCount();
            api.patch(notice.namespace(), name, Map.of("count", count + 1));
        }
    }

    /** A namespace that is gone, or being deleted, takes no events, and what is no event to the API server stays none. */
    private static boolean canNeverBeTold(Notice notice, KubernetesClientException e) {
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_NOT_FOUND -> true;
            case HttpURLConnection.HTTP_FORBIDDEN ->
                String.valueOf(e.getMessage()).contains("because it is being terminated");
            case HttpURLConnection.HTTP_BAD_REQUEST, UNPROCESSABLE -> {
                log.atWarn()
                        .addKeyValue("object", notice.object())
                        .addKeyValue("reason", String.valueOf(e.getMessage()))
                        .log("Event was refused, it is left out");
                yield true;
            }
            default -> false;
        };
    }

    private void failed(KubernetesClientException e) {
        boolean forbidden = e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
        if (forbidden) {
            trouble.defer(Trouble.API_SERVER, FORBIDDEN_PAUSE, nanos.getAsLong());
        } else {
            trouble.failed(Trouble.API_SERVER, nanos.getAsLong());
        }
        if (reportedTrouble) {
            return;
        }
        reportedTrouble = true;
        if (forbidden) {
            log.atWarn()
                    .addKeyValue("verbs", "create, patch")
                    .addKeyValue("resource", "events")
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .log("Events must not be written, it is tried once a minute until a role allows it");
        } else {
            log.atWarn()
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .log("Event could not be written, it is tried again");
        }
    }
}
