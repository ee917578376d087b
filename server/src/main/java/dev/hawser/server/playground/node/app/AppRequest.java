package dev.hawser.server.playground.node.app;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request whose body was read already.
 *
 * @param target as received: path and query
 * @param keepAlive the client would send more on this connection (RFC 9112 section 9.3)
 * @param bodyBytes size of the content, without its framing
 */
record AppRequest(String method, String target, List<Header> headers, boolean keepAlive, long bodyBytes) {

    private static final Pattern PAIRS = Pattern.compile(";");

    AppRequest {
        headers = List.copyOf(headers);
    }

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The first header field of that name. */
    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    /** The first cookie of that name among all {@code Cookie} fields (RFC 6265 section 5.4); never an empty value. */
    Optional<String> cookie(String name) {
        String prefix = name + '=';
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase("Cookie"))
                .flatMap(header -> PAIRS.splitAsStream(header.value()))
                .map(String::strip)
                .filter(pair -> pair.startsWith(prefix) && pair.length() > prefix.length())
                .map(pair -> pair.substring(prefix.length()))
                .findFirst();
    }

    /**
     * The first parameter of that name in the query.
     *
     * @throws IllegalArgumentException its value is not percent-encoded correctly
     */
    Optional<String> parameter(String name) {
        int query = target.indexOf('?');
        if (query < 0) {
            return Optional.empty();
        }
        for (String pair : target.substring(query + 1).split("&", -1)) {
            if (pair.startsWith(name + '=')) {
                return Optional.of(URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }
}
