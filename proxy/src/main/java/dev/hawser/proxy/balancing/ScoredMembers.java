package dev.hawser.proxy.balancing;

import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * The members of an upstream in the order of a score that changes with their load. Those without weight or health are
 * not in it. Shared by all threads.
 */
final class ScoredMembers {

    private final Members members;
    private final LeastTree tree;

    /**
     * @param score asked for healthy members with a weight; at least 0, the least is the best
     * @throws IllegalArgumentException when there are more members than can be told apart (about a million)
     */
    ScoredMembers(Members members, IntToDoubleFunction score) {
        this.members = members;
        this.tree = new LeastTree(
                members.size(),
                index -> members.weight(index) == 0 || !members.endpoint(index).healthy()
                        ? LeastTree.NEVER
                        : score.applyAsDouble(index));
        members.tell(new EndpointListener() {
            @Override
            public void healthChanged(int index) {
                tree.refresh(index);
            }

            @Override
            public void loadChanged(int index) {
                tree.refresh(index);
            }
        });
        for (int index = 0; index < members.size(); index++) {
            tree.refresh(index);
        }
    }

    /** Reads the score of a member, when something else than its load changed it. */
    void refresh(int index) {
        tree.refresh(index);
    }

    /**
     * The one with the least score that serves, else the next of the last resort; {@link Members#NONE} when neither is
     * there.
     */
    int least(List<Endpoint> failed) {
        int least = tree.least();
        if (least != LeastTree.NONE && !members.serves(least, failed)) {
            least = tree.leastBut(index -> !members.serves(index, failed));
        }
        return least == LeastTree.NONE ? members.nextTerminating(failed) : least;
    }
}
