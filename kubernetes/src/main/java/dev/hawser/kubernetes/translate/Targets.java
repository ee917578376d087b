package dev.hawser.kubernetes.translate;

import dev.hawser.config.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the targets of an upstream and shares weights out among them. */
final class Targets {

    private Targets() {}

    /**
     * The targets of endpoints, in the same order.
     *
     * @param ids gives the id of each, or {@code null} for none
     */
    static List<Target> of(List<BackendEndpoint> endpoints, Function<BackendEndpoint, @Nullable UUID> ids) {
        List<Target> targets = new ArrayList<>(endpoints.size());
        for (BackendEndpoint endpoint : endpoints) {
            UUID id = ids.apply(endpoint);
            targets.add(
                    endpoint.state() == EndpointState.TERMINATING
                            ? new Target(id, endpoint.hostPort(), 0, List.of(Target.TERMINATING_TAG))
                            : new Target(id, endpoint.hostPort(), null, List.of()));
        }
        return targets;
    }

    /**
     * Shares the weight of a backend out equally among its targets, at least 1 to each unless the weight is 0; targets
     * of weight 0 keep it.
     */
    static List<Target> distribute(int backendWeight, List<Target> targets) {
        long sharers =
                targets.stream().filter(target -> target.weightOrDefault() != 0).count();
        return targets.stream()
                .map(target -> target.weightOrDefault() == 0
                        ? target
                        : withWeight(target, backendWeight == 0 ? 0 : Math.max(1, (int) (backendWeight / sharers))))
                .toList();
    }

    /**
     * Adds a target to others. One with the same address is the same pod behind another Service: their weights are
     * added, and when it is terminating behind one of them, it is behind both.
     */
    static List<Target> merge(List<Target> current, Target added) {
        List<Target> merged = new ArrayList<>(current);
        for (int i = 0; i < merged.size(); i++) {
            Target there = merged.get(i);
            if (there.target().equals(added.target())) {
                merged.set(i, sum(there, added));
                return merged;
            }
        }
        merged.add(added);
        return merged;
    }

    private static Target sum(Target one, Target other) {
        if (one.terminating() || other.terminating()) {
            return one.terminating() ? one : other;
        }
        return withWeight(one, Math.min(Target.MAX_WEIGHT, one.weightOrDefault() + other.weightOrDefault()));
    }

    private static Target withWeight(Target target, int weight) {
        return new Target(target.id(), target.target(), weight, target.tags());
    }
}
