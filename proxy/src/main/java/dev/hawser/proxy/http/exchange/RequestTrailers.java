package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.MessageEnd;
import java.util.Locale;
import java.util.Set;

/**
 * The trailer fields of a request as endpoints get them. Endpoints may merge them into the header fields, hence those
 * are dropped that must not come so late (RFC 9110 section 6.5.1) and those that endpoints take to be ours.
 */
final class RequestTrailers {

    /** For framing, routing, authentication, modifying requests and describing content; in lower case. */
    private static final Set<String> HEAD_ONLY = Set.of(
            "authorization",
            "cache-control",
            "content-encoding",
            "content-length",
            "content-location",
            "content-range",
            "content-type",
            "cookie",
            "cookie2",
            "forwarded",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "max-forwards",
            "origin",
            "pragma",
            "proxy-authorization",
            "range",
            "referer",
            "set-cookie",
            "trailer");

    private RequestTrailers() {}

    /**
     * The end of a request without the fields that are dropped.
     *
     * @param head the header fields of the request
     */
    static MessageEnd endToEnd(MessageEnd end, Fields head) {
        Fields from = end.trailers();
        if (from == null) {
            return end;
        }
        HopByHop hopByHop = HopByHop.of(head);
        Fields kept = from.without(name -> headOnly(name) || hopByHop.contains(name));
        return kept.isEmpty() ? MessageEnd.PLAIN : new MessageEnd(kept);
    }

    private static boolean headOnly(CharSequence name) {
        if (UpstreamRequest.replaces(name)) {
            return true;
        }
        String lower = name.toString().toLowerCase(Locale.ROOT);
        return lower.startsWith("x-forwarded-") || HEAD_ONLY.contains(lower);
    }
}
