package dev.hawser.proxy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What routing and balancing see of a request, whichever codec read it. Belongs to the event loop of its exchange and
 * is valid until the exchange ends.
 */
public interface RequestView {

    /** The request method, as sent: {@code "GET"}. */
    String method();

    /** Whether the client's connection is secured by TLS. */
    boolean secure();

    /** The authority asked for, as sent in Host: a name or address, with or without a port. */
    String host();

    /** The port of the listener that accepted the connection. */
    int localPort();

    /** The path after normalization (RFC 3986 section 6.2.2), without the query. */
    String path();

    /** The query without its {@code ?}; {@code null} when the target has no {@code ?}, empty when nothing follows it. */
    @Nullable
    String query();

    /** The values of a header field in the order received, one for each line; the name in any case. */
    List<String> headers(String name);

    /** One of these values, the first being 0; {@code null} when there are not so many. */
    default @Nullable String header(String name, int index) {
        List<String> values = headers(name);
        return index < values.size() ? values.get(index) : null;
    }

    /** The server name of the TLS handshake; {@code null} when there was none. */
    @Nullable
    String sni();

    /** The client's address, without its port. */
    String clientAddress();

    /**
     * What a group of the expression that the route's path is captured, by its number (0 is all of the match) or name.
     *
     * @return {@code null} when there is no such group, when it captured nothing, and before a route is found
     */
    default @Nullable String pathCapture(String group) {
        return null;
    }
}
