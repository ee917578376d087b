package dev.hawser.proxy.balancing;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint chosen for one try of a request.
 *
 * @param endpoint where the request goes
 * @param outcome what became of its session
 * @param setCookie the value of the Set-Cookie field that the response must bring; {@code null} when it brings none
 * @param idField the field of the response that tells the endpoint's id; {@code null} when none does
 */
public record Selection(
        Endpoint endpoint,
        SessionOutcome outcome,
        @Nullable String setCookie,
        @Nullable String idField) {

    /** A choice that is told by a cookie, or not at all. */
    public Selection(Endpoint endpoint, SessionOutcome outcome, @Nullable String setCookie) {
        this(endpoint, outcome, setCookie, null);
    }

    /** For each member, the choice of it where there are no sessions. */
    static List<Selection> ofEach(Members members) {
        return IntStream.range(0, members.size())
                .mapToObj(index -> new Selection(members.endpoint(index), SessionOutcome.NONE, null))
                .toList();
    }
}
