package dev.hawser.proxy.balancing;

import dev.hawser.proxy.RequestView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Weighted round robin. Shared by all event loops; allocates nothing. */
public final class RoundRobin implements Balancer {

    private final Rotation rotation;
    private final List<Selection> selections;

    public RoundRobin(Members members) {
        this.rotation = new Rotation(members);
        this.selections = Selection.ofEach(members);
    }

    @Override
    public @Nullable Selection select(RequestView request, List<Endpoint> failed) {
        int index = rotation.next(failed);
        return index == Members.NONE ? null : selections.get(index);
    }
}
