package dev.hawser.config;

import org.jspecify.annotations.Nullable;

/** The part of a request that an upstream with consistent hashing hashes: Kong's {@code hash_on} and its fields. */
public sealed interface HashInput {

    /** Nothing is hashed. */
    record None() implements HashInput {}

    /** The authenticated consumer, else the credential. */
    record Consumer() implements HashInput {}

    /** The client's address, after {@code real_ip} handling. */
    record Ip() implements HashInput {}

    /** The normalized request path, without the query. */
    record Path() implements HashInput {}

    /** A header field; several lines of it count as one value joined by {@code ", "}. */
    record Header(String name) implements HashInput {}

    /**
     * A cookie, set on the response when the request has none.
     *
     * @param path the cookie's {@code Path} attribute; {@code null} means {@code "/"}
     */
    record Cookie(String name, @Nullable String path) implements HashInput {}

    /** An argument of the query string. */
    record QueryArg(String name) implements HashInput {}

    /** A capture group of the matched route's path, by name or number. */
    record UriCapture(String name) implements HashInput {}

    /** How the declarative format spells it in {@code hash_on} and {@code hash_fallback}. */
    default String text() {
        return switch (this) {
            case None none -> "none";
            case Consumer consumer -> "consumer";
            case Ip ip -> "ip";
            case Path path -> "path";
            case Header header -> "header";
            case Cookie cookie -> "cookie";
            case QueryArg arg -> "query_arg";
            case UriCapture capture -> "uri_capture";
        };
    }
}
