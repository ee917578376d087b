package dev.hawser.proxy.balancing;

import dev.hawser.proxy.RequestView;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Gives a new session to the endpoint with the fewest live sessions for its weight, so that after a rollout the pods that
 * came last catch up. Sessions are counted by {@link SessionCount}.
 */
final class LeastSessions implements NewSessions {

    /** How many counts are brought up to date with each session that is given, lest ended sessions keep counting. */
    private static final int STEPS = 8;

    private final Members members;
    private final ScoredMembers scored;
    private final LongSupplier nanoClock;

    /** Where to go on bringing counts up to date. */
    private final AtomicInteger hand = new AtomicInteger();

    LeastSessions(Members members, LongSupplier nanoClock) {
        this.members = members;
        this.nanoClock = nanoClock;
        this.scored = new ScoredMembers(
                members,
                index -> (members.endpoint(index).sessions().estimate(nanoClock.getAsLong()) + 1)
                        / members.weight(index));
    }

    @Override
    public int give(RequestView request, List<Endpoint> failed) {
        long nowNanos = nanoClock.getAsLong();
        catchUp(nowNanos);
        int index = scored.least(failed);
        if (index != Members.NONE) {
            members.endpoint(index).sessions().given();
            scored.refresh(index);
        }
        return index;
    }

    @Override
    public void taken(int index, RequestView request) {
        members.endpoint(index).sessions().taken(ClientFingerprint.of(request), nanoClock.getAsLong());
        scored.refresh(index);
    }

    @Override
    public void notTaken(int index) {
        members.endpoint(index).sessions().notTaken();
        scored.refresh(index);
    }

    private void catchUp(long nowNanos) {
        for (int step = Math.min(STEPS, members.size()); step > 0; step--) {
            int index = Math.floorMod(hand.getAndIncrement(), members.size());
            if (members.endpoint(index).sessions().outdated(nowNanos)) {
                scored.refresh(index);
            }
        }
    }

    @Override
    public void seen(int index, RequestView request) {
        if (members.endpoint(index).sessions().seen(ClientFingerprint.of(request), nanoClock.getAsLong())) {
            scored.refresh(index);
        }
    }
}
