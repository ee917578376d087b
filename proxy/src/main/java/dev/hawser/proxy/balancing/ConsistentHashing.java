package dev.hawser.proxy.balancing;

import dev.hawser.config.HashInput;
import dev.hawser.proxy.RequestView;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests with the same value to the same endpoint: Kong's consistent hashing. A value that a request lacks is
 * taken from the fallback; a cookie that it lacks is made up and set; with neither, all requests share the empty value.
 * Shared by all event loops.
 */
public final class ConsistentHashing implements Balancer {

    private final List<WeightedEndpoint> members;
    private final HashRing ring;
    private final Rotation rotation;
    private final @Nullable HashInput input;
    private final @Nullable HashInput fallback;

    /**
     * @param slots the size of the ring, see {@link dev.hawser.config.Upstream#slots()}
     * @throws IllegalArgumentException when an input is a cookie that cannot be written
     */
    public ConsistentHashing(
            List<WeightedEndpoint> members, int slots, @Nullable HashInput input, @Nullable HashInput fallback) {
        this.members = List.copyOf(members);
        this.ring = new HashRing(members, slots);
        this.rotation = new Rotation(members);
        this.input = input;
        this.fallback = fallback;
        checkCookie(input);
        checkCookie(fallback);
    }

    private static void checkCookie(@Nullable HashInput input) {
        if (input instanceof HashInput.Cookie cookie) {
            cookieOf(cookie);
        }
    }

    private static SessionCookie cookieOf(HashInput.Cookie cookie) {
        return new SessionCookie(cookie.name(), cookie.path() == null ? "/" : cookie.path());
    }

    @Override
    public @Nullable Selection select(RequestView request, List<Endpoint> failed) {
        String value = HashedValue.of(input, request);
        HashInput used = input;
        if (value == null && !(input instanceof HashInput.Cookie)) {
            value = HashedValue.of(fallback, request);
            used = fallback;
        }
        String setCookie = null;
        if (value == null && used instanceof HashInput.Cookie cookie) {
            UUID made = UUID.randomUUID();
            value = made.toString();
            setCookie = cookieOf(cookie).setCookie(made);
        }
        int index = ring.find(value == null ? "" : value, member -> serves(member, failed));
        if (index == HashRing.NONE) {
            // Only endpoints without a point on the ring are left: terminating ones.
            index = rotation.next(failed);
        }
        return index == Rotation.NONE
                ? null
                : new Selection(members.get(index).endpoint(), SessionOutcome.NONE, setCookie);
    }

    private boolean serves(int index, List<Endpoint> failed) {
        Endpoint endpoint = members.get(index).endpoint();
        return endpoint.healthy() && !failed.contains(endpoint);
    }
}
