package dev.hawser.proxy.health;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.http.exchange.ProxyFailure;
import dev.hawser.proxy.runtime.ServiceRuntime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Draws conclusions from proxied requests. A response counts by its status, but 504 as a timeout, as in Kong. Each try
 * that fails counts, the last one of an exchange too, which Kong takes for a status of 502 or 504.
 */
final class PassiveChecks implements ExchangeObserver {

    private static final int GATEWAY_TIMEOUT = 504;

    private final Map<Endpoint, EndpointHealth> endpoints;

    /** @param endpoints changed by the thread that applies configurations meanwhile */
    PassiveChecks(Map<Endpoint, EndpointHealth> endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public void responded(ServiceRuntime service, Endpoint endpoint, int status) {
        EndpointHealth health = endpoints.get(endpoint);
        if (health == null) {
            return;
        }
        if (status == GATEWAY_TIMEOUT) {
            health.tried(new CheckResult.TimedOut());
        } else {
            health.responded(status);
        }
    }

    @Override
    public void tryFailed(ServiceRuntime service, Endpoint endpoint, ProxyFailure failure) {
        EndpointHealth health = endpoints.get(endpoint);
        CheckResult result = health == null ? null : resultOf(failure);
        if (health != null && result != null) {
            health.tried(result);
        }
    }

    /** {@code null} for what says nothing of the endpoint. */
    private static @Nullable CheckResult resultOf(ProxyFailure failure) {
        return switch (failure) {
            case CONNECT_REFUSED, CONNECT_TLS, CONNECT_HTTP_2, REQUEST_REFUSED, CONNECTION_LOST ->
                new CheckResult.ConnectionFailed(failure.name());
            case CONNECT_TIMEOUT, READ_TIMEOUT, WRITE_TIMEOUT -> new CheckResult.TimedOut();
            case NAME_RESOLUTION -> new CheckResult.Unresolved();
            case INVALID_RESPONSE -> new CheckResult.Status(CheckResult.Status.NO_STATUS);
            // Its status was counted when it began. A response that pauses for long is no failure: it may be a stream.
            case RESPONSE_CUT_OFF, RESPONSE_STALLED, ENDPOINT_GONE -> null;
            case MALFORMED_REQUEST,
                    REQUEST_LINE_TOO_LONG,
                    REQUEST_HEAD_TOO_LARGE,
                    REQUEST_BODY_TOO_LARGE,
                    UNSUPPORTED_TRANSFER_CODING,
                    UNSUPPORTED_VERSION,
                    METHOD_NOT_ALLOWED,
                    CLIENT_TIMEOUT,
                    CALL_SILENT,
                    CLIENT_GONE,
                    NO_ROUTE,
                    NO_SERVICE,
                    HTTPS_REQUIRED,
                    GRPC_REQUIRED,
                    HTTP_2_REQUIRED,
                    GRPCS_REQUIRED,
                    NO_ENDPOINT,
                    SESSION_LOST,
                    INTERNAL -> null;
        };
    }
}
