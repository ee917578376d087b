package dev.hawser.kubernetes.leader;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of those who want to lead: what it does each time its turn comes. The protocol is that of Kubernetes' own
 * controllers, so that they and this understand each other's Leases.
 *
 * <p>No clocks are compared between machines. A Lease of another instance counts as ended when it has not changed for its
 * duration, measured here from when the change was seen. The own lead ends a deadline, shorter than that duration, after
 * the last renewal was <em>asked for</em>: so it has ended here before it can have ended for anyone else.
 *
 * <p>Used by one thread, but for {@link #leads()}.
 */
final class Candidate {

    private static final Logger log = LoggerFactory.getLogger(Candidate.class);
    private static final String GROUP_RESOURCE = "leases.coordination.k8s.io";

    private final LeaseStore leases;
    private final LeaderElectionSettings settings;
    private final String identity;
    private final LongSupplier nanos;
    private final InstantSource clock;

    private @Nullable Lease seen;
    private long seenAt;
    private String reportedHolder = "";
    private boolean reportedFailure;
    private boolean reportedLead;

    /** The end of the lead in nanoseconds; {@code null} when not leading. Written by the election, read by anyone. */
    private volatile @Nullable Long end;

    Candidate(
            LeaseStore leases,
            LeaderElectionSettings settings,
            String identity,
            LongSupplier nanos,
            InstantSource clock) {
        this.leases = leases;
        this.settings = settings;
        this.identity = identity;
        this.nanos = nanos;
        this.clock = clock;
    }

    boolean leads() {
        Long until = end;
        return until != null && nanos.getAsLong() - until < 0;
    }

    /** Tries to take or renew the Lease; throws nothing for what the API server answers. */
    void step() {
        long asked = nanos.getAsLong();
        try {
            attempt(asked);
            reportedFailure = false;
        } catch (KubernetesClientException e) {
            failed(e);
        }
        reportLead();
    }

    /** A leader knows the Lease; when that has changed behind its back, it looks at once who leads now. */
    private void attempt(long asked) {
        if (seen != null && leads()) {
            try {
                takeOrStandBy(seen, asked);
                return;
            } catch (KubernetesClientException e) {
                if (!isOutdated(e)) {
                    throw e;
                }
            }
        }
        look(leases.read());
        takeOrStandBy(seen, asked);
    }

    private static boolean isOutdated(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
    }

    private void takeOrStandBy(@Nullable Lease lease, long asked) {
        if (lease == null) {
            won(leases.create(renewed(new LeaseBuilder().withNewSpec().endSpec().build())), asked);
        } else if (isMine(lease) || hasEnded(lease)) {
            won(leases.replace(renewed(lease)), asked);
        } else {
            otherLeads(lease);
        }
    }

    private void look(@Nullable Lease lease) {
        boolean same = seen != null && lease != null && Objects.equals(seen.getSpec(), lease.getSpec());
        seen = lease;
        if (!same) {
            seenAt = nanos.getAsLong();
        }
    }

    private boolean isMine(Lease lease) {
        return lease.getSpec() != null && identity.equals(lease.getSpec().getHolderIdentity());
    }

    private boolean hasEnded(Lease lease) {
        LeaseSpec spec = lease.getSpec();
        if (spec == null
                || spec.getHolderIdentity() == null
                || spec.getHolderIdentity().isEmpty()) {
            return true;
        }
        Integer seconds = spec.getLeaseDurationSeconds();
        Duration duration = seconds == null ? settings.leaseDuration() : Duration.ofSeconds(seconds);
        return nanos.getAsLong() - seenAt >= duration.toNanos();
    }

    private Lease renewed(Lease lease) {
        ZonedDateTime now = ZonedDateTime.ofInstant(clock.instant().truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
        boolean mine = isMine(lease);
        LeaseSpec before = lease.getSpec();
        Integer transitions = before == null ? null : before.getLeaseTransitions();
        return new LeaseBuilder(lease)
                .editOrNewSpec()
                .withHolderIdentity(identity)
                .withLeaseDurationSeconds((int) settings.leaseDuration().toSeconds())
                .withAcquireTime(mine && before.getAcquireTime() != null ? before.getAcquireTime() : now)
                .withRenewTime(now)
                .withLeaseTransitions((transitions == null ? 0 : transitions) + (mine || isNew(lease) ? 0 : 1))
                .endSpec()
                .build();
    }

    private static boolean isNew(Lease lease) {
        return lease.getMetadata() == null || lease.getMetadata().getResourceVersion() == null;
    }

    private void won(Lease lease, long asked) {
        seen = lease;
        end = asked + settings.renewDeadline().toNanos();
    }

    private void otherLeads(Lease lease) {
        end = null;
        String holder = lease.getSpec().getHolderIdentity();
        if (!holder.equals(reportedHolder)) {
            reportedHolder = holder;
            log.atInfo()
                    .addKeyValue("lease", leases.name())
                    .addKeyValue("holder", holder)
                    .log("Another instance leads");
        }
    }

    private void failed(KubernetesClientException e) {
        if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || reportedFailure) {
            return;
        }
        reportedFailure = true;
        var line = log.atWarn().addKeyValue("lease", leases.name());
        if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
            line.addKeyValue("verbs", "get, create, update")
                    .addKeyValue("resource", GROUP_RESOURCE)
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .log("Leader election is forbidden, nothing is written until a role allows it");
        } else {
            line.addKeyValue("reason", String.valueOf(e.getMessage()))
                    .log("Lease cannot be taken or renewed, it is tried again");
        }
    }

    private void reportLead() {
        boolean leads = leads();
        if (leads != reportedLead) {
            reportedLead = leads;
            reportedHolder = "";
            log.atInfo()
                    .addKeyValue("lease", leases.name())
                    .addKeyValue("identity", identity)
                    .log(leads ? "Leadership gained" : "Leadership lost");
        }
    }

    /** Gives the Lease up if it is held; throws nothing for what the API server answers. */
    void release() {
        boolean led = leads();
        end = null;
        if (!led || seen == null) {
            return;
        }
        try {
            leases.replace(new LeaseBuilder(seen)
                    .editSpec()
                    .withHolderIdentity(null)
                    .withLeaseDurationSeconds(1)
                    .endSpec()
                    .build());
            log.atInfo()
                    .addKeyValue("lease", leases.name())
                    .addKeyValue("identity", identity)
                    .log("Leadership given up");
        } catch (KubernetesClientException e) {
            log.atWarn()
                    .addKeyValue("lease", leases.name())
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .log("Lease could not be released, the others wait for its end");
        }
    }
}
