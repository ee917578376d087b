package dev.hawser.kubernetes.status;

import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.report.RetryTimes;
import dev.hawser.kubernetes.report.TokenBucket;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the status of an object may be written (again), and what the log says of failures.
 *
 * <p>An object: {@value #BURST} times at once, then once in ten seconds. After an answer that it is not taken: later and
 * later. After one that a role forbids it: no object of that kind and namespace for a minute. After none, or that of a
 * server in trouble: no object at all, for longer and longer. Used by one thread.
 */
final class WritePace {

    private static final Logger log = LoggerFactory.getLogger(WritePace.class);

    static final int BURST = 5;
    static final Duration REFILL = Duration.ofSeconds(10);
    static final Duration FORBIDDEN_PAUSE = Duration.ofMinutes(1);

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final LongSupplier nanos;
    private final Map<ObjectKey, TokenBucket> buckets = new HashMap<>();
    private final RetryTimes<ObjectKey> refused = new RetryTimes<>();
    private final RetryTimes<Scope> forbidden = new RetryTimes<>();
    private final RetryTimes<Trouble> trouble = new RetryTimes<>();
    private final Set<Scope> reportedForbidden = new HashSet<>();
    private boolean reportedTrouble;

    /** What a role allows or forbids at once. */
    private record Scope(String kind, String namespace) {

        static Scope of(ObjectKey key) {
            return new Scope(key.kind(), key.namespace());
        }
    }

    private enum Trouble {
        API_SERVER
    }

    WritePace(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** How long until any object may be written; 0 when that is now. */
    long waitNanos() {
        return trouble.remainingNanos(Trouble.API_SERVER, nanos.getAsLong());
    }

    /** How long until this object may be written; 0 when that is now. */
    long waitNanos(ObjectKey key) {
        long now = nanos.getAsLong();
        TokenBucket bucket = buckets.get(key);
        long wait = bucket == null ? 0 : bucket.remainingNanos(now);
        wait = Math.max(wait, refused.remainingNanos(key, now));
        return Math.max(wait, forbidden.remainingNanos(Scope.of(key), now));
    }

    /** A write begins. */
    void begin(ObjectKey key) {
        long now = nanos.getAsLong();
        buckets.computeIfAbsent(key, k -> new TokenBucket(BURST, REFILL, now)).take(now);
    }

    void succeeded(ObjectKey key) {
        refused.succeeded(key);
        trouble.succeeded(Trouble.API_SERVER);
        reportedTrouble = false;
        if (reportedForbidden.remove(Scope.of(key))) {
            forbidden.succeeded(Scope.of(key));
        }
    }

    /** The object needs no write. */
    void settled(ObjectKey key) {
        refused.succeeded(key);
    }

    /** Someone else keeps changing the object. */
    void contested(ObjectKey key) {
        refused.failed(key, nanos.getAsLong());
    }

    void forbidden(ObjectKey key, KubernetesClientException e) {
        forbidden.defer(Scope.of(key), FORBIDDEN_PAUSE, nanos.getAsLong());
        if (reportedForbidden.add(Scope.of(key))) {
            log.atWarn()
                    .addKeyValue("verb", "patch")
                    .addKeyValue("resource", resourceOf(key))
                    .addKeyValue("namespace", key.namespace())
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .log("Status must not be written, it is tried once a minute until a role allows it");
        }
    }

    private static String resourceOf(ObjectKey key) {
        return key.kind().equals(ResourceKind.INGRESS.name())
                ? "ingresses/status.networking.k8s.io"
                : "kongupstreampolicies/status.configuration.konghq.com";
    }

    void failed(ObjectKey key, KubernetesClientException e) {
        boolean ofServer = e.getCode() == 0 || e.getCode() == TOO_MANY_REQUESTS || e.getCode() >= SERVER_ERROR;
        if (ofServer) {
            trouble.failed(Trouble.API_SERVER, nanos.getAsLong());
        } else {
            refused.failed(key, nanos.getAsLong());
        }
        if (!ofServer || !reportedTrouble) {
            reportedTrouble |= ofServer;
            log.atWarn()
                    .addKeyValue("object", key)
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .log("Status could not be written, it is tried again");
        }
    }

    /** Forgets what is of no account any more. */
    void retain(Set<ObjectKey> keys) {
        long now = nanos.getAsLong();
        buckets.values().removeIf(bucket -> bucket.isFull(now));
        refused.retain(keys);
    }
}
