package dev.hawser.proxy.balancing;

import dev.hawser.proxy.RequestView;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Gives new sessions by weighted round robin. The sessions of terminating endpoints are counted, so that it can be seen how far
 * they are; those of the others are not, for nobody asks.
 */
final class RotatingSessions implements NewSessions {

    private final Members members;
    private final Rotation rotation;
    private final LongSupplier nanoClock;

    RotatingSessions(Members members, LongSupplier nanoClock) {
        this.members = members;
        this.rotation = new Rotation(members);
        this.nanoClock = nanoClock;
    }

    @Override
    public int give(RequestView request, List<Endpoint> failed) {
        return rotation.next(failed);
    }

    @Override
    public void seen(int index, RequestView request) {
        Endpoint endpoint = members.endpoint(index);
        if (endpoint.terminating()) {
            endpoint.sessions().seen(ClientFingerprint.of(request), nanoClock.getAsLong());
        }
    }
}
