package dev.hawser.proxy.http.exchange;

import static dev.hawser.proxy.http.codec.FieldName.CONNECTION;
import static dev.hawser.proxy.http.codec.FieldName.EXPECT;
import static dev.hawser.proxy.http.codec.FieldName.HOST;
import static dev.hawser.proxy.http.codec.FieldName.TE;
import static dev.hawser.proxy.http.codec.FieldName.UPGRADE;
import static dev.hawser.proxy.http.codec.FieldName.VIA;
import static dev.hawser.proxy.http.codec.FieldName.X_FORWARDED_FOR;
import static dev.hawser.proxy.http.codec.FieldName.X_FORWARDED_HOST;
import static dev.hawser.proxy.http.codec.FieldName.X_FORWARDED_PATH;
import static dev.hawser.proxy.http.codec.FieldName.X_FORWARDED_PORT;
import static dev.hawser.proxy.http.codec.FieldName.X_FORWARDED_PREFIX;
import static dev.hawser.proxy.http.codec.FieldName.X_FORWARDED_PROTO;
import static dev.hawser.proxy.http.codec.FieldName.X_KONG_REQUEST_ID;
import static dev.hawser.proxy.http.codec.FieldName.X_REAL_IP;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.codec.FieldName;
import dev.hawser.proxy.http.codec.FieldSet;
import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.ProtocolVersion;
import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.routing.RouteMatch;
import dev.hawser.proxy.runtime.ServiceRuntime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request as endpoints get it: the client's, less what concerned its connection, plus what Kong tells
 * endpoints about the client. Made once for each exchange; only Host differs between tries.
 */
final class UpstreamRequest {

    private static final FieldSet REPLACED = FieldSet.of(
            HOST,
            VIA,
            EXPECT,
            X_FORWARDED_FOR,
            X_FORWARDED_HOST,
            X_FORWARDED_PATH,
            X_FORWARDED_PORT,
            X_FORWARDED_PREFIX,
            X_FORWARDED_PROTO,
            X_KONG_REQUEST_ID,
            X_REAL_IP);

    private final ClientRequest request;
    private final RouteMatch match;
    private final ServiceRuntime service;
    /** {@code null} once it is recycled. */
    private @Nullable RequestHead head;

    UpstreamRequest(ClientRequest request, RouteMatch match, ServiceRuntime service, ServerToken server) {
        this.request = request;
        this.match = match;
        this.service = service;
        Fields fields = endToEnd();
        addForwarded(fields);
        addLine(
                fields,
                VIA,
                join(request.fields().all(VIA), server.via(request.head().version())));
        fields.add(X_KONG_REQUEST_ID, request.id());
        this.head = new RequestHead(
                request.method(),
                target(request, match),
                ProtocolVersion.HTTP_1_1,
                fields,
                request.head().framing());
    }

    private static String target(ClientRequest request, RouteMatch match) {
        String query = request.query();
        if (match.upstreamPath().equals(request.rawPath()) && !request.absolute()) {
            return request.head().target();
        }
        return query == null ? match.upstreamPath() : match.upstreamPath() + "?" + query;
    }

    private Fields endToEnd() {
        Fields fields = HopByHop.of(request.fields()).removedFrom(request.fields(), REPLACED);
        // RFC 9110 section 10.1.1: from a client of HTTP/1.0 it means nothing.
        if (request.head().version() != ProtocolVersion.HTTP_1_0) {
            addAll(fields, EXPECT, request.fields().all(EXPECT));
        }
        UpgradeOffer upgrade = request.upgrade();
        if (upgrade != null) {
            fields.add(CONNECTION, "upgrade").add(UPGRADE, upgrade.value());
        } else if (service.config().protocol().grpc() || request.fields().containsMember(TE, "trailers")) {
            fields.add(CONNECTION, "TE").add(TE, "trailers");
        }
        return fields;
    }

    /** Whether a field comes from here, whatever the client sends. */
    static boolean replaces(CharSequence name) {
        return REPLACED.contains(name);
    }

    private void addForwarded(Fields fields) {
        // As Kong does: a list goes on with who gave it, a new one begins with the client.
        List<String> before = request.fields().all(X_FORWARDED_FOR);
        String client = request.clientAddress();
        fields.add(X_FORWARDED_FOR, before.isEmpty() ? client : join(before, request.peerAddress()));
        fields.add(X_REAL_IP, client);
        addTrusted(fields, X_FORWARDED_PROTO, request.secure() ? "https" : "http");
        addTrusted(fields, X_FORWARDED_HOST, Authority.hostOf(request.host()));
        addTrusted(fields, X_FORWARDED_PORT, request.localPortText());
        addTrusted(fields, X_FORWARDED_PATH, request.rawPath());
        String prefix = match.strippedPrefix();
        addTrusted(fields, X_FORWARDED_PREFIX, prefix == null || prefix.equals("/") ? "" : prefix);
    }

    /** What a trusted peer said, else what is seen here; nothing when that is nothing. */
    private void addTrusted(Fields fields, FieldName name, String seen) {
        String told = request.trusted() ? request.fields().first(name) : null;
        addLine(fields, name, told == null ? seen : told);
    }

    private static void addAll(Fields fields, FieldName name, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            fields.add(name, values.get(i));
        }
    }

    private static void addLine(Fields fields, FieldName name, String value) {
        if (!value.isEmpty()) {
            fields.add(name, value);
        }
    }

    private static String join(List<String> before, String last) {
        return before.isEmpty() ? last : String.join(", ", before) + ", " + last;
    }

    /** The head for an endpoint. Valid until it is asked for again. */
    RequestHead headFor(Endpoint endpoint) {
        RequestHead next = head;
        if (next == null) {
            throw new IllegalStateException("request: recycled (expected: an exchange under way)");
        }
        next.fields().set(HOST, hostFor(endpoint));
        return next;
    }

    /** No further try is made. */
    void recycle() {
        RequestHead last = head;
        head = null;
        if (last != null) {
            last.fields().recycle();
        }
    }

    /** The Host that an endpoint is asked for. */
    String hostFor(Endpoint endpoint) {
        if (match.route().config().preserveHost() && !request.host().isEmpty()) {
            return request.host();
        }
        String configured = service.upstream().config().hostHeader();
        if (configured != null && !configured.isEmpty()) {
            return configured;
        }
        return Authority.of(endpoint, service.config().protocol());
    }
}
