package dev.hawser.proxy.balancing;

import dev.hawser.proxy.RequestView;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request where the latency divided by the weight is least: Kong's latency. The latency is the time to the head
 * of the response, as a peak EWMA that decays within 10 s (see {@link EndpointLoad}); an endpoint that is new starts at
 * the average of the others. Shared by all event loops.
 */
public final class Latency implements Balancer {

    /** Keeps scores positive: above {@code -ln(1 µs / largest weight)}, with room for clocks that start in the past. */
    private static final double SHIFT = 1000;

    private final ScoredMembers scored;
    private final List<Selection> selections;

    /** @throws IllegalArgumentException when there are more endpoints than can be told apart (about a million) */
    public Latency(Members members) {
        this(members, System::nanoTime);
    }

    Latency(Members members, LongSupplier nanoClock) {
        seed(members, nanoClock.getAsLong());
        double[] logWeights = members.all().stream()
                .mapToDouble(member -> Math.log(member.weight()))
                .toArray();
        this.selections = Selection.ofEach(members);
        this.scored = new ScoredMembers(
                members, index -> members.endpoint(index).load().level() - logWeights[index] + SHIFT);
    }

    private static void seed(Members members, long nowNanos) {
        double average = members.all().stream()
                .map(WeightedEndpoint::endpoint)
                .filter(Endpoint::healthy)
                .mapToDouble(endpoint -> endpoint.load().latencyNanos(nowNanos))
                .filter(latency -> !Double.isNaN(latency))
                .average()
                .orElse(0);
        for (WeightedEndpoint member : members.all()) {
            member.endpoint().load().seed(average, nowNanos);
        }
    }

    @Override
    public @Nullable Selection select(RequestView request, List<Endpoint> failed) {
        int index = scored.least(failed);
        return index == Members.NONE ? null : selections.get(index);
    }
}
