package dev.hawser.kubernetes.status;

import dev.hawser.kubernetes.ObjectChange;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Outcome;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.leader.Leadership;
import dev.hawser.kubernetes.report.OutcomeWriter;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives objects the statuses that they should have, while this instance leads.
 *
 * <p>A status that an object has already is not written, and an object that came back from a write counts as what it is
 * until the watch brings a newer one: so one change is one write, and what the watch brings of it is none. What others do
 * to the objects, and what the API server answers, cannot make it write in a hot loop: see {@link WritePace}.
 */
public final class StatusWriter implements OutcomeWriter {

    private static final Logger log = LoggerFactory.getLogger(StatusWriter.class);

    /** After that many conflicts in a row someone else is busy with the object. */
    private static final int CONFLICTS = 3;

    private final StatusApi api;
    private final StatusComposer composer;
    private final BooleanSupplier leads;
    private final InstantSource clock;
    private final WritePace pace;

    /** Written by the one who stops, read by the own thread between two writes. */
    private volatile boolean stopped;

    private ResourceSnapshot snapshot = ResourceSnapshot.empty();
    private Statuses statuses = Statuses.NONE;
    /** What is known of objects that the snapshot does not show yet. */
    private final Map<ObjectKey, Newer> newer = new HashMap<>();

    /**
     * An object that is newer than that of the snapshot.
     *
     * @param than the version in the snapshot; when that is another one, the snapshot has caught up
     * @param object {@code null} when it is gone
     */
    private record Newer(String than, @Nullable HasMetadata object) {}

    StatusWriter(
            StatusApi api, StatusComposer composer, BooleanSupplier leads, LongSupplier nanos, InstantSource clock) {
        this.api = api;
        this.composer = composer;
        this.leads = leads;
        this.clock = clock;
        this.pace = new WritePace(nanos);
    }

    /**
     * A writer to a cluster.
     *
     * @param client stays the caller's
     * @param timeout how long one write may take
     */
    public static StatusWriter create(
            KubernetesClient client, StatusComposer composer, Leadership leadership, Duration timeout) {
        return new StatusWriter(
                ClusterStatuses.of(client, timeout),
                composer,
                leadership::isLeader,
                System::nanoTime,
                InstantSource.system());
    }

    @Override
    public void take(Outcome outcome) {
        snapshot = outcome.snapshot();
        statuses = composer.compose(outcome, statuses.claims());
        newer.entrySet().removeIf(entry -> !isNewer(entry.getKey(), entry.getValue()));
        pace.retain(statuses.desired().keySet());
    }

    private boolean isNewer(ObjectKey key, Newer known) {
        return snapshot.find(key)
                .map(object -> known.than().equals(versionOf(object)))
                .orElse(false);
    }

    private static String versionOf(HasMetadata object) {
        return String.valueOf(object.getMetadata().getResourceVersion());
    }

    @Override
    public long work() {
        long next = NOTHING_DUE;
        for (Map.Entry<ObjectKey, DesiredStatus> entry : statuses.desired().entrySet()) {
            if (stopped) {
                return NOTHING_DUE;
            }
            next = Math.min(next, bring(entry.getKey(), entry.getValue()));
        }
        return next;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    /** Brings one object to its status if that is due; returns how long until it is to be tried again. */
    private long bring(ObjectKey key, DesiredStatus desired) {
        for (int attempt = 0; attempt < CONFLICTS; attempt++) {
            HasMetadata current = current(key);
            if (current == null) {
                return NOTHING_DUE;
            }
            Optional<Map<String, Object>> change = desired.changeOf(current, clock.instant());
            if (change.isEmpty()) {
                pace.settled(key);
                return NOTHING_DUE;
            }
            long wait = Math.max(pace.waitNanos(), pace.waitNanos(key));
            if (wait > 0) {
                return wait;
            }
            if (stopped || !leads.getAsBoolean()) {
                return NOTHING_DUE;
            }
            write(key, versionOf(current), change.get());
        }
        pace.contested(key);
        return pace.waitNanos(key);
    }

    private @Nullable HasMetadata current(ObjectKey key) {
        Newer known = newer.get(key);
        return known == null ? snapshot.find(key).orElse(null) : known.object();
    }

    private void write(ObjectKey key, String version, Map<String, Object> change) {
        try {
            pace.begin(key);
            learn(key, api.patch(key, version, change));
            pace.succeeded(key);
            log.atDebug().addKeyValue("object", key).log("Status written");
        } catch (KubernetesClientException e) {
            switch (e.getCode()) {
                case HttpURLConnection.HTTP_CONFLICT -> lookAgain(key);
                case HttpURLConnection.HTTP_NOT_FOUND -> learn(key, null);
                case HttpURLConnection.HTTP_FORBIDDEN -> pace.forbidden(key, e);
                default -> pace.failed(key, e);
            }
        }
    }

    private void learn(ObjectKey key, @Nullable HasMetadata object) {
        snapshot.find(key).ifPresent(old -> newer.put(key, new Newer(versionOf(old), object)));
    }

    /** Someone else was faster. When the object asks for something else now, the watch brings another outcome soon. */
    private void lookAgain(ObjectKey key) {
        try {
            HasMetadata before = current(key);
            HasMetadata now = api.read(key);
            learn(key, now);
            if (now != null && before != null && !ObjectChange.isOfStatusOnly(before, now)) {
                pace.contested(key);
            }
        } catch (KubernetesClientException e) {
            pace.failed(key, e);
        }
    }
}
