package dev.hawser.proxy.balancing;

import dev.hawser.config.SessionOptions;
import dev.hawser.proxy.RequestView;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each client at the endpoint that its cookie names.
 *
 * <p>The cookie's value is the endpoint's id, so nothing is stored here and all gateways agree. A client stays for as
 * long as the endpoint is present, healthy and can be reached, whatever its weight: this is what lets terminating pods
 * end their sessions in peace. New clients, and those whose endpoint is lost, are given one by weighted round robin or
 * where the fewest sessions are, and a cookie that says so; or clients whose endpoint is lost are refused. Shared by all
 * event loops; allocates nothing, save where sessions are counted.
 */
public final class StickySessions implements Balancer {

    private final Members members;
    private final SessionTable table;
    private final SessionCarrier carrier;
    private final NewSessions newSessions;
    private final SessionOptions.OnLoss onLoss;
    private final Selection[] stuck;
    private final List<Outcomes> outcomes;

    /**
     * Sessions with all options at their defaults.
     *
     * @param members the endpoints; their ids are the sessions' ids
     * @param cookieName a token (RFC 9110 section 5.6.2)
     * @param cookiePath the cookie's Path attribute
     * @throws IllegalArgumentException when two endpoints share an id, or the cookie cannot be written
     */
    public StickySessions(Members members, String cookieName, String cookiePath) {
        this(members, cookieName, cookiePath, SessionOptions.DEFAULT);
    }

    /** As above, with options. */
    public StickySessions(Members members, String cookieName, String cookiePath, SessionOptions options) {
        this(members, carrier(cookieName, cookiePath, options), options, System::nanoTime);
    }

    StickySessions(Members members, SessionCarrier carrier, SessionOptions options, LongSupplier nanoClock) {
        this.members = members;
        this.carrier = carrier;
        this.table = new SessionTable(IntStream.range(0, members.size())
                .mapToObj(index -> members.endpoint(index).id())
                .toList());
        this.newSessions = switch (options.newSessions()) {
            case ROUND_ROBIN -> new RotatingSessions(members, nanoClock);
            case LEAST_SESSIONS -> new LeastSessions(members, nanoClock);
        };
        this.onLoss = options.onLoss();
        this.stuck = IntStream.range(0, members.size())
                .mapToObj(index -> new Selection(members.endpoint(index), SessionOutcome.STUCK, null))
                .toArray(Selection[]::new);
        this.outcomes = IntStream.range(0, members.size())
                .mapToObj(index -> Outcomes.of(members.endpoint(index), carrier))
                .toList();
    }

    static SessionCarrier carrier(String cookieName, String cookiePath, SessionOptions options) {
        String header = options.header();
        return header == null ? new SessionCookie(cookieName, cookiePath, options) : new SessionField(header);
    }

    /** What clients are told of one endpoint, made ahead so that no request makes it. */
    private record Outcomes(
            Selection fresh, Selection freshOverTls, Selection reassigned, Selection reassignedOverTls) {

        static Outcomes of(Endpoint endpoint, SessionCarrier carrier) {
            return new Outcomes(
                    carrier.telling(endpoint, SessionOutcome.NEW, false),
                    carrier.telling(endpoint, SessionOutcome.NEW, true),
                    carrier.telling(endpoint, SessionOutcome.REASSIGNED, false),
                    carrier.telling(endpoint, SessionOutcome.REASSIGNED, true));
        }

        Selection fresh(RequestView request) {
            return request.secure() ? freshOverTls : fresh;
        }

        Selection reassigned(RequestView request) {
            return request.secure() ? reassignedOverTls : reassigned;
        }
    }

    @Override
    public @Nullable Selection select(RequestView request, List<Endpoint> failed) {
        int holder = carrier.find(request, table);
        if (holder >= 0 && members.serves(holder, failed)) {
            newSessions.seen(holder, request);
            return stuck[holder];
        }
        boolean fresh = holder == SessionId.NO_SESSION;
        if (!fresh && onLoss == SessionOptions.OnLoss.REFUSE) {
            return null;
        }
        int index = newSessions.give(request, failed);
        if (index == Members.NONE) {
            return null;
        }
        Outcomes chosen = outcomes.get(index);
        return fresh ? chosen.fresh(request) : chosen.reassigned(request);
    }

    @Override
    public void answered(RequestView request, Selection chosen) {
        if (chosen.outcome() != SessionOutcome.STUCK) {
            newSessions.taken(placeOf(chosen.endpoint()), request);
        }
    }

    @Override
    public void unanswered(RequestView request, Selection chosen) {
        if (chosen.outcome() != SessionOutcome.STUCK) {
            newSessions.notTaken(placeOf(chosen.endpoint()));
        }
    }

    private int placeOf(Endpoint endpoint) {
        return table.find(endpoint.id().getMostSignificantBits(), endpoint.id().getLeastSignificantBits());
    }

    @Override
    public Absence absence(RequestView request) {
        boolean lost = onLoss == SessionOptions.OnLoss.REFUSE && carrier.find(request, table) != SessionId.NO_SESSION;
        return lost ? Absence.SESSION_LOST : Absence.NO_ENDPOINT;
    }
}
