package dev.hawser.server.playground.node.app;

import java.util.Optional;
import java.util.UUID;

/**
 * Who is counted. A request names its visitor by the first of these that it carries:
 *
 * <ol>
 *   <li>the cookie {@code client}
 *   <li>the header {@code X-Client}
 *   <li>the cookie {@code visitor}, which the application sets itself
 *   <li>the session cookie of the gateway. All clients of a pod share its value, so they share the count, too.
 * </ol>
 *
 * <p>A request with none of them is a new visitor and is given the cookie {@code visitor} with a random id.
 *
 * @param source says where the id stands, so that equal values of different cookies are different visitors
 */
record Visitor(Source source, String id) {

    static final String COOKIE = "visitor";

    enum Source {
        CLIENT,
        VISITOR,
        SESSION,
        NEW
    }

    static Visitor of(AppRequest request, String sessionCookie) {
        Optional<Visitor> known = request.cookie("client")
                .or(() -> request.header("X-Client"))
                .map(id -> new Visitor(Source.CLIENT, id))
                .or(() -> request.cookie(COOKIE).map(id -> new Visitor(Source.VISITOR, id)))
                .or(() -> request.cookie(sessionCookie).map(id -> new Visitor(Source.SESSION, id)));
        return known.orElseGet(() -> new Visitor(Source.NEW, UUID.randomUUID().toString()));
    }

    /** Under which the next request of this visitor is counted, too. */
    Visitor counted() {
        return source == Source.NEW ? new Visitor(Source.VISITOR, id) : this;
    }
}
