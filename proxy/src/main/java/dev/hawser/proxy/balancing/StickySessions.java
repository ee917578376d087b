package dev.hawser.proxy.balancing;

import dev.hawser.proxy.RequestView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each client at the endpoint that its cookie names.
 *
 * <p>The cookie's value is the endpoint's id, so nothing is stored here and all gateways agree. A client stays for as
 * long as the endpoint is present, healthy and can be reached, whatever its weight: this is what lets terminating pods
 * end their sessions in peace. New clients, and those whose endpoint is lost, are given one by weighted round robin, and
 * a cookie that says so. Shared by all event loops; allocates nothing.
 */
public final class StickySessions implements Balancer {

    private final SessionCookie cookie;
    private final SessionTable table;
    private final Rotation rotation;
    private final List<Outcomes> outcomes;

    /**
     * @param members the endpoints; their ids are the sessions' ids
     * @param cookieName a token (RFC 9110 section 5.6.2)
     * @param cookiePath the cookie's Path attribute
     * @throws IllegalArgumentException when two endpoints share an id, or the cookie cannot be written
     */
    public StickySessions(List<WeightedEndpoint> members, String cookieName, String cookiePath) {
        this.cookie = new SessionCookie(cookieName, cookiePath);
        this.table = new SessionTable(
                members.stream().map(member -> member.endpoint().id()).toList());
        this.rotation = new Rotation(members);
        this.outcomes = members.stream()
                .map(member -> Outcomes.of(member.endpoint(), cookie))
                .toList();
    }

    /** What may be answered for one endpoint, made ahead so that no request makes it. */
    private record Outcomes(Selection stuck, Selection fresh, Selection reassigned) {

        static Outcomes of(Endpoint endpoint, SessionCookie cookie) {
            String setCookie = cookie.setCookie(endpoint.id());
            return new Outcomes(
                    new Selection(endpoint, SessionOutcome.STUCK, null),
                    new Selection(endpoint, SessionOutcome.NEW, setCookie),
                    new Selection(endpoint, SessionOutcome.REASSIGNED, setCookie));
        }
    }

    @Override
    public @Nullable Selection select(RequestView request, List<Endpoint> failed) {
        int holder = cookie.find(request.headers("cookie"), table);
        if (holder >= 0) {
            Selection stuck = outcomes.get(holder).stuck();
            if (stuck.endpoint().healthy() && !failed.contains(stuck.endpoint())) {
                return stuck;
            }
        }
        int index = rotation.next(failed);
        if (index == Rotation.NONE) {
            return null;
        }
        Outcomes chosen = outcomes.get(index);
        return holder == SessionCookie.NO_SESSION ? chosen.fresh() : chosen.reassigned();
    }
}
