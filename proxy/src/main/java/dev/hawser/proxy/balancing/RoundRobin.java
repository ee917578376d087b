package dev.hawser.proxy.balancing;

import dev.hawser.proxy.RequestView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Weighted round robin without sessions. */
public final class RoundRobin implements Balancer {

    private final Rotation rotation;
    private final List<Selection> selections;

    public RoundRobin(List<WeightedEndpoint> members) {
        this.rotation = new Rotation(members);
        this.selections = members.stream()
                .map(member -> new Selection(member.endpoint(), SessionOutcome.NONE, null))
                .toList();
    }

    @Override
    public @Nullable Selection select(RequestView request, List<Endpoint> failed) {
        int index = rotation.next(failed);
        return index == Rotation.NONE ? null : selections.get(index);
    }
}
