package dev.hawser.proxy.accesslog;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.codec.RequestTarget;
import dev.hawser.proxy.http.exchange.ExchangeSummary;
import dev.hawser.proxy.metrics.RouteNames;
import dev.hawser.proxy.runtime.RouteRuntime;
import dev.hawser.proxy.runtime.ServiceRuntime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One object for each request, always with the same members, those that are not known {@code null}. */
final class JsonLine implements LineFormat {

    @Override
    public void write(AccessEntry entry, LogTime time, LineBuffer to) {
        to.ascii("{\"time\":\"");
        time.writeIso(to);
        to.octet('"');
        text(to, "client", entry.clientAddress);
        request(entry, to);
        to.ascii(",\"status\":").number(entry.status);
        to.ascii(",\"bytes_received\":").number(entry.bytesReceived);
        to.ascii(",\"bytes_sent\":").number(entry.bytesSent);
        destination(entry, to);
        to.ascii(",\"tries\":").number(entry.tries);
        text(to, "request_id", entry.requestId);
        text(to, "failure", entry.failure == null ? null : lower(entry.failure));
        field(to, "user_agent", entry, 0, entry.agentLength);
        field(to, "referer", entry, Math.max(entry.agentLength, 0), entry.refererLength);
        times(entry, to);
        to.octet('}');
    }

    private static void request(AccessEntry entry, LineBuffer to) {
        if (entry.method == null) {
            to.ascii(",\"method\":null,\"scheme\":null,\"host\":null,\"path\":null,\"query\":null,\"protocol\":null");
            return;
        }
        RequestTarget target = RequestTarget.parse(entry.target);
        text(to, "method", entry.method);
        text(to, "scheme", entry.scheme);
        text(to, "host", entry.host);
        text(to, "path", target.path());
        text(to, "query", target.query());
        to.ascii(",\"protocol\":\"HTTP/").ascii(entry.version.text()).octet('"');
    }

    private static void destination(AccessEntry entry, LineBuffer to) {
        RouteRuntime route = entry.route;
        ServiceRuntime service = route == null ? null : route.service();
        Endpoint endpoint = entry.endpoint;
        text(to, "route", route == null ? null : RouteNames.of(route));
        text(to, "service", service == null ? null : RouteNames.of(service));
        text(
                to,
                "upstream",
                service == null ? null : service.upstream().config().name());
        // The address alone: the endpoint's id is what a session cookie holds.
        text(to, "endpoint", endpoint == null ? null : endpoint.toString());
        text(to, "session", lower(entry.session));
    }

    /** All in milliseconds since the request's head was read. */
    private static void times(AccessEntry entry, LineBuffer to) {
        to.ascii(",\"timings_ms\":{\"accepted\":").millis(-entry.connectionNanos);
        if (entry.method == null) {
            to.ascii(",\"routed\":null,\"endpoint_chosen\":null,\"connected\":null,\"request_sent\":null");
            to.ascii(",\"response_started\":null,\"completed\":null}");
            return;
        }
        time(to, "routed", entry.routedNanos);
        time(to, "endpoint_chosen", entry.chosenNanos);
        time(to, "connected", entry.connectedNanos);
        time(to, "request_sent", entry.sentNanos);
        time(to, "response_started", entry.respondedNanos);
        time(to, "completed", entry.totalNanos);
        to.octet('}');
    }

    private static void time(LineBuffer to, String name, long nanos) {
        name(to, name);
        if (nanos == ExchangeSummary.NEVER) {
            to.ascii("null");
        } else {
            to.millis(nanos);
        }
    }

    private static void text(LineBuffer to, String name, @Nullable String value) {
        name(to, name);
        if (value == null) {
            to.ascii("null");
        } else {
            to.json(value);
        }
    }

    private static void field(LineBuffer to, String name, AccessEntry entry, int from, int length) {
        name(to, name);
        if (length < 0) {
            to.ascii("null");
        } else {
            to.json(entry.fields, from, length);
        }
    }

    private static void name(LineBuffer to, String name) {
        to.ascii(",\"").ascii(name).ascii("\":");
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
