package dev.hawser.proxy.balancing;

import dev.hawser.proxy.RequestView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request where {@code (connections + 1) / weight} is least: Kong's least connections. What counts as a
 * connection is a try of an exchange that is under way, from its choice to its end, also when it became a WebSocket.
 *
 * <p>An endpoint of weight 0 is chosen only in an exchange in which all others have failed; before it, those that
 * terminate. Loops that choose at the same moment may choose the same endpoint. Shared by all event loops.
 */
public final class LeastConnections implements Balancer {

    private final Members members;
    private final ScoredMembers scored;
    private final List<Selection> selections;

    /** @throws IllegalArgumentException when there are more endpoints than can be told apart (about a million) */
    public LeastConnections(Members members) {
        this.members = members;
        this.selections = Selection.ofEach(members);
        this.scored = new ScoredMembers(
                members, index -> (members.endpoint(index).activeTries() + 1.0) / members.weight(index));
    }

    @Override
    public @Nullable Selection select(RequestView request, List<Endpoint> failed) {
        int index = scored.least(failed);
        if (index == Members.NONE && !failed.isEmpty() && members.availableWeight() > 0) {
            index = weightless(failed);
        }
        return index == Members.NONE ? null : selections.get(index);
    }

    /** The one of no weight with the fewest connections. A scan: it takes a failure of everything else to come here. */
    private int weightless(List<Endpoint> failed) {
        int least = Members.NONE;
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < members.size(); i++) {
            int tries = members.endpoint(i).activeTries();
            if (members.weight(i) == 0 && tries < fewest && members.serves(i, failed)) {
                least = i;
                fewest = tries;
            }
        }
        return least;
    }
}
