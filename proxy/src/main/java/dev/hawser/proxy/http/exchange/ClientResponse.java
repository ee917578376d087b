package dev.hawser.proxy.http.exchange;

import static dev.hawser.proxy.http.codec.FieldName.CONNECTION;
import static dev.hawser.proxy.http.codec.FieldName.CONTENT_LENGTH;
import static dev.hawser.proxy.http.codec.FieldName.SERVER;
import static dev.hawser.proxy.http.codec.FieldName.SET_COOKIE;
import static dev.hawser.proxy.http.codec.FieldName.UPGRADE;
import static dev.hawser.proxy.http.codec.FieldName.VIA;
import static dev.hawser.proxy.http.codec.FieldName.X_KONG_PROXY_LATENCY;
import static dev.hawser.proxy.http.codec.FieldName.X_KONG_REQUEST_ID;
import static dev.hawser.proxy.http.codec.FieldName.X_KONG_UPSTREAM_LATENCY;

import dev.hawser.proxy.balancing.Selection;
import dev.hawser.proxy.http.codec.FieldSet;
import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.Framing;
import dev.hawser.proxy.http.codec.MessageEnd;
import dev.hawser.proxy.http.codec.ProtocolVersion;
import dev.hawser.proxy.http.codec.ResponseHead;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The heads of endpoints' responses as a client gets them, one after another on its connection. */
final class ClientResponse {

    /** Most times, in milliseconds, as they are written. */
    private static final String[] SHORT =
            IntStream.range(0, 256).mapToObj(Integer::toString).toArray(String[]::new);

    /** What concerns the connection of the last head. */
    private HopByHop hopByHop = HopByHop.NONE_NAMED;

    private final ServerToken server;

    ClientResponse(ServerToken server) {
        this.server = server;
    }

    /** An interim response: what concerns the connection is taken out and nothing is added. */
    ResponseHead interim(ResponseHead from) {
        return with(from, endToEnd(from), Framing.NONE);
    }

    /** The response that hands the connection over; Connection and Upgrade belong to it. */
    ResponseHead switching(
            ResponseHead from, ClientRequest request, @Nullable Selection selection, ExchangeSummary record) {
        Fields fields = endToEnd(from);
        fields.add(CONNECTION, "upgrade")
                .add(UPGRADE, String.join(", ", from.fields().all(UPGRADE)));
        addOurs(fields, from, request, selection, record);
        return with(from, fields, Framing.NONE);
    }

    /** A final response, for a connection that is kept or not. */
    ResponseHead last(
            ResponseHead from,
            ClientRequest request,
            @Nullable Selection selection,
            ExchangeSummary record,
            Persistence persistence) {
        Fields fields = endToEnd(from);
        Framing framing = framingFor(from.framing(), request);
        if (framing instanceof Framing.Chunked || framing instanceof Framing.UntilClose) {
            fields.remove(CONTENT_LENGTH);
        }
        if (framing instanceof Framing.None && isBodyExpected(from, request) && !fields.contains(CONTENT_LENGTH)) {
            fields.add(CONTENT_LENGTH, "0");
        }
        addOurs(fields, from, request, selection, record);
        persistence.mark(fields, request.head().version());
        return with(from, fields, framing);
    }

    /** Whether a client of HTTP/1.1 waits for a body unless told that there is none, which HTTP/2 tells by a flag. */
    private static boolean isBodyExpected(ResponseHead head, ClientRequest request) {
        return request.head().version() != ProtocolVersion.HTTP_2
                && head.status() != 204
                && head.status() != 304
                && !request.method().equals("HEAD");
    }

    /** The end of a response, behind its head; trailer fields that concern the endpoint's connection are taken out. */
    MessageEnd end(MessageEnd from) {
        Fields trailers = from.trailers();
        if (trailers == null) {
            return from;
        }
        Fields kept = trailers.without(hopByHop::contains);
        return kept.isEmpty() ? MessageEnd.PLAIN : new MessageEnd(kept);
    }

    /** How the body goes to this client: one of HTTP/1.0 knows no chunks. */
    static Framing framingFor(Framing from, ClientRequest request) {
        if (from instanceof Framing.None || from instanceof Framing.Length) {
            return from;
        }
        return request.head().version() == ProtocolVersion.HTTP_1_0 ? Framing.UNTIL_CLOSE : Framing.CHUNKED;
    }

    private void addOurs(
            Fields fields,
            ResponseHead from,
            ClientRequest request,
            @Nullable Selection selection,
            ExchangeSummary record) {
        if (!fields.contains(SERVER)) {
            fields.add(SERVER, server.text());
        }
        String via = server.via(from.version());
        String before = fields.first(VIA);
        if (before == null) {
            fields.add(VIA, via);
        } else {
            fields.set(VIA, String.join(", ", fields.all(VIA)) + ", " + via);
        }
        fields.set(X_KONG_UPSTREAM_LATENCY, millis(record.upstreamNanos()));
        fields.set(X_KONG_PROXY_LATENCY, millis(record.proxyNanos()));
        fields.set(X_KONG_REQUEST_ID, request.id());
        if (selection != null) {
            // Last, so that nothing takes the place of a session's field.
            addSession(fields, selection);
        }
    }

    private static void addSession(Fields fields, Selection selection) {
        if (selection.setCookie() != null) {
            replaceCookie(fields, selection.setCookie());
        }
        if (selection.idField() != null) {
            fields.set(selection.idField(), selection.endpoint().id().toString());
        }
    }

    /** As Kong does: ours takes the place of the endpoint's cookies of that very name, and the others stay. */
    private static void replaceCookie(Fields fields, String setCookie) {
        String start = setCookie.substring(0, setCookie.indexOf('=') + 1);
        List<String> theirs = fields.all(SET_COOKIE);
        fields.remove(SET_COOKIE);
        for (String cookie : theirs) {
            if (!cookie.startsWith(start)) {
                fields.add(SET_COOKIE, cookie);
            }
        }
        fields.add(SET_COOKIE, setCookie);
    }

    static String millis(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        return millis >= 0 && millis < SHORT.length ? SHORT[(int) millis] : Long.toString(millis);
    }

    private Fields endToEnd(ResponseHead from) {
        hopByHop = HopByHop.of(from.fields());
        return hopByHop.removedFrom(from.fields(), FieldSet.EMPTY);
    }

    private static ResponseHead with(ResponseHead from, Fields fields, Framing framing) {
        return new ResponseHead(from.status(), from.reason(), ProtocolVersion.HTTP_1_1, fields, framing);
    }
}
