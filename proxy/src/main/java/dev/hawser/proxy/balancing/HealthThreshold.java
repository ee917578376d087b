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
    private final List<WeightedEndpoint> members;
    private final long totalWeight;
    private final double threshold;

    /** @param threshold the percentage of weight (0 to 100) that must be exceeded by what is healthy */
    public HealthThreshold(Balancer balancer, List<WeightedEndpoint> members, double threshold) {
        this.balancer = balancer;
        this.members = List.copyOf(members);
        this.totalWeight = members.stream().mapToLong(WeightedEndpoint::weight).sum();
        this.threshold = threshold;
    }

    @Override
    public @Nullable Selection select(RequestView request, List<Endpoint> failed) {
        return totalWeight > 0 && !exceeded() ? null : balancer.select(request, failed);
    }

    private boolean exceeded() {
        long healthyWeight = 0;
        for (int i = 0; i < members.size(); i++) {
            WeightedEndpoint member = members.get(i);
            healthyWeight += member.endpoint().healthy() ? member.weight() : 0;
        }
        return healthyWeight * 100.0 > threshold * totalWeight;
    }
}
