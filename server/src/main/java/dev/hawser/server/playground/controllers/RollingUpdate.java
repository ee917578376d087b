package dev.hawser.server.playground.controllers;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The next step of a rolling update. Pure arithmetic, the rules of the Deployment controller:
 *
 * <ol>
 *   <li>The new ReplicaSet grows as far as the surge allows; nothing else happens in that step.
 *   <li>Else the old ones shrink by what is not needed: by no more pods than keep {@code minAvailable} should all new
 *       pods that are not available stay so; first the pods that are not available anyway, then, oldest ReplicaSet first,
 *       available ones.
 * </ol>
 */
final class RollingUpdate {

    /**
     * A ReplicaSet's numbers.
     *
     * @param replicas how many it is told to have
     * @param available how many of its pods are; counted up to {@code replicas}, since a ReplicaSet that was told to
     *     shrink has not done it yet
     */
    record Generation(String name, int replicas, int available) {
        Generation {
            available = Math.min(available, replicas);
        }
    }

    /** Tell the ReplicaSet to have that many. */
    record Scaling(String name, int replicas) {}

    private RollingUpdate() {}

    /**
     * What to do now; empty when the update waits for pods or is over.
     *
     * @param newest null while there is no ReplicaSet of the present template
     * @param old oldest first
     */
    static List<Scaling> next(RolloutLimits limits, @Nullable Generation newest, List<Generation> old) {
        if (newest != null && newest.replicas() != limits.desired()) {
            int target = newest.replicas() > limits.desired()
                    ? limits.desired()
                    : newest.replicas() + growth(limits, newest, old);
            if (target != newest.replicas()) {
                return List.of(new Scaling(newest.name(), target));
            }
        }
        return newest == null ? List.of() : shrink(limits, newest, old);
    }

    private static int growth(RolloutLimits limits, Generation newest, List<Generation> old) {
        int total = newest.replicas() + replicas(old);
        return Math.clamp(limits.maxTotal() - total, 0, limits.desired() - newest.replicas());
    }

    private static List<Scaling> shrink(RolloutLimits limits, Generation newest, List<Generation> old) {
        int newUnavailable = newest.replicas() - newest.available();
        int budget = newest.replicas() + replicas(old) - limits.minAvailable() - newUnavailable;
        int available = newest.available()
                + old.stream().mapToInt(Generation::available).sum();
        int spare = available - limits.minAvailable();
        List<Scaling> steps = new ArrayList<>();
        // All that is not available goes before anything that is, whichever ReplicaSet it belongs to.
        int unavailable =
                old.stream().mapToInt(g -> g.replicas() - g.available()).sum();
        int availableBudget = Math.min(spare, budget - Math.min(budget, unavailable));
        for (Generation generation : old) {
            int dead = Math.clamp(budget, 0, generation.replicas() - generation.available());
            int living = Math.clamp(availableBudget, 0, generation.available());
            budget -= dead;
            availableBudget -= living;
            if (dead + living > 0) {
                steps.add(new Scaling(generation.name(), generation.replicas() - dead - living));
            }
        }
        return steps;
    }

    private static int replicas(List<Generation> generations) {
        return generations.stream().mapToInt(Generation::replicas).sum();
    }
}
