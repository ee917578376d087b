package dev.hawser.proxy.balancing;

import dev.hawser.config.HashInput;
import dev.hawser.proxy.RequestView;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests with the same value to the same endpoint: Kong's consistent hashing. A value that a request lacks is
 * taken from the fallback; a cookie that it lacks is made up and set; with neither, all requests share the empty value.
 * Shared by all event loops.
 */
public final class ConsistentHashing implements Balancer {

    private static final String NOTHING = "";

    private final Members members;
    private final HashRing ring;
    private final List<Selection> selections;
    private final @Nullable HashInput input;
    private final @Nullable HashInput fallback;

    /** The cookie that is made up, if the input is one, or if it is not and the fallback is. */
    private final @Nullable SessionCookie cookie;

    /**
     * @param slots the size of the ring, see {@link dev.hawser.config.Upstream#slots()}
     * @throws IllegalArgumentException when an input is a cookie that cannot be written
     */
    public ConsistentHashing(Members members, int slots, @Nullable HashInput input, @Nullable HashInput fallback) {
        this.members = members;
        this.ring = new HashRing(members, slots);
        this.selections = Selection.ofEach(members);
        this.input = input;
        this.fallback = fallback;
        SessionCookie first = cookieOf(input);
        this.cookie = first == null ? cookieOf(fallback) : first;
    }

    private static @Nullable SessionCookie cookieOf(@Nullable HashInput input) {
        return input instanceof HashInput.Cookie cookie
                ? new SessionCookie(cookie.name(), cookie.path() == null ? "/" : cookie.path())
                : null;
    }

    @Override
    public @Nullable Selection select(RequestView request, List<Endpoint> failed) {
        String value = HashedValue.of(input, request);
        if (value == null && !(input instanceof HashInput.Cookie)) {
            value = HashedValue.of(fallback, request);
        }
        if (value == null && cookie != null) {
            return newcomer(cookie, request, failed);
        }
        int index = find(value == null ? NOTHING : value, failed);
        return index == Members.NONE ? null : selections.get(index);
    }

    private @Nullable Selection newcomer(SessionCookie made, RequestView request, List<Endpoint> failed) {
        UUID value = anyUuid();
        int index = find(value.toString(), failed);
        return index == Members.NONE
                ? null
                : new Selection(members.endpoint(index), SessionOutcome.NONE, made.setCookie(value, request.secure()));
    }

    /**
     * A random UUID (RFC 9562 section 5.4), which is a key to hash and no secret: the source of {@link UUID#randomUUID()}
     * is one for all threads, behind a lock.
     */
    private static UUID anyUuid() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(
                (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L,
                (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
    }

    private int find(String value, List<Endpoint> failed) {
        int index = ring.find(value, failed);
        // Endpoints without a weight have no point on the ring: those that terminate are the last resort.
        return index == Members.NONE ? members.nextTerminating(failed) : index;
    }
}
