package dev.hawser.proxy.balancing;

import dev.hawser.proxy.RequestView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves nothing at all while too few endpoints are healthy, so that those few are not overrun: Kong's
 * {@code healthchecks.threshold}. Endpoints without weight do not count; when none has any, the threshold says nothing.
 */
public final class HealthThreshold implements Balancer {

    private final Balancer balancer;
    private final Members members;
    private final double threshold;

    /**
     * @param members those of the balancer
     * @param threshold the percentage of weight (0 to 100) that must be exceeded by what is healthy
     */
    public HealthThreshold(Balancer balancer, Members members, double threshold) {
        this.balancer = balancer;
        this.members = members;
        this.threshold = threshold;
    }

    @Override
    public @Nullable Selection select(RequestView request, List<Endpoint> failed) {
        return withholds() ? null : balancer.select(request, failed);
    }

    @Override
    public void answered(RequestView request, Selection chosen) {
        balancer.answered(request, chosen);
    }

    @Override
    public void unanswered(RequestView request, Selection chosen) {
        balancer.unanswered(request, chosen);
    }

    @Override
    public Absence absence(RequestView request) {
        return withholds() ? Absence.NO_ENDPOINT : balancer.absence(request);
    }

    private boolean withholds() {
        return members.totalWeight() > 0 && members.availableWeight() * 100.0 <= threshold * members.totalWeight();
    }
}
