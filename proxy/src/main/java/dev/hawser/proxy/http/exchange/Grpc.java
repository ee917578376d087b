package dev.hawser.proxy.http.exchange;

import dev.hawser.config.Protocol;
import dev.hawser.config.Route;
import dev.hawser.proxy.http.codec.FieldName;
import dev.hawser.proxy.http.codec.ProtocolVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is special about gRPC, as Kong has it. */
final class Grpc {

    /** Its media type; a suffix names how messages are written. */
    static final String CONTENT_TYPE = "application/grpc";

    private Grpc() {}

    /** Whether a request is a call that can be answered as one: gRPC over HTTP/1.1 is none. */
    static boolean isCall(ClientRequest request) {
        return request.head().version() == ProtocolVersion.HTTP_2 && saysSo(request);
    }

    /** Whether a request has the media type of gRPC, over whichever version of HTTP. */
    static boolean saysSo(ClientRequest request) {
        String type = request.fields().first(FieldName.CONTENT_TYPE);
        return type != null && type.startsWith(CONTENT_TYPE);
    }

    /** Why a route that takes gRPC alone does not take a request that matched it; {@code null} when it does. */
    static @Nullable ProxyFailure mismatch(Route route, ClientRequest request) {
        List<Protocol> protocols = route.protocols();
        if (protocols.isEmpty() || !protocols.getFirst().grpc()) {
            return null;
        }
        if (!saysSo(request)) {
            return ProxyFailure.GRPC_REQUIRED;
        }
        if (request.head().version() != ProtocolVersion.HTTP_2) {
            return ProxyFailure.HTTP_2_REQUIRED;
        }
        return protocols.contains(Protocol.GRPC) || request.forwardedSecure() ? null : ProxyFailure.GRPCS_REQUIRED;
    }

    /**
     * The status of gRPC that a failure is answered with, as Kong chooses it by the status of HTTP; but what Kong calls
     * internal, 502, is unavailable here, as gRPC's own mapping has it, so that clients try again.
     */
    static int status(int http) {
        return switch (http) {
            // The one failure with this status is a call that should have come over TLS.
            case 200, 499 -> 1;
            case 401 -> 16;
            case 403 -> 7;
            case 404 -> 5;
            case 409 -> 6;
            case 429 -> 8;
            case 501 -> 12;
            case 502, 503 -> 14;
            case 504 -> 4;
            default -> http >= 500 ? 13 : 3;
        };
    }
}
