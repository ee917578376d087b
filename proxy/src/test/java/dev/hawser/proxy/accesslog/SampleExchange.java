package dev.hawser.proxy.accesslog;

import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.config.Upstream;
import dev.hawser.proxy.RequestView;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.balancing.SessionOutcome;
import dev.hawser.proxy.http.codec.FieldName;
import dev.hawser.proxy.http.codec.ProtocolVersion;
import dev.hawser.proxy.http.exchange.ExchangeSummary;
import dev.hawser.proxy.http.exchange.Phase;
import dev.hawser.proxy.http.exchange.ProxyFailure;
import dev.hawser.proxy.runtime.RouteRuntime;
import dev.hawser.proxy.runtime.ServiceRuntime;
import dev.hawser.proxy.runtime.UpstreamRuntime;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An exchange that went well, of which a test changes what it is about. */
final class SampleExchange implements ExchangeSummary, RequestView {

    static final UUID TARGET_ID = UUID.fromString("11111111-1111-4111-8111-111111111111");
    private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");

    String target = "/cart/1?colour=red";
    String host = "shop.example.com";
    int status = 200;
    long endedNanos;
    SessionOutcome session = SessionOutcome.STUCK;

    @Nullable
    ProxyFailure failure;

    @Nullable
    RouteRuntime route = route("shop.cart");

    @Nullable
    Endpoint endpoint = new Endpoint(TARGET_ID, "10.0.0.7", 8080);

    byte @Nullable [] userAgent = "curl/8.9".getBytes(StandardCharsets.ISO_8859_1);
    byte @Nullable [] referer;

    static RouteRuntime route(@Nullable String name) {
        return new RouteRuntime(
                Route.builder(ID).name(name).build(),
                new ServiceRuntime(
                        Service.builder(ID, "cart.svc").name("cart").build(),
                        new UpstreamRuntime(
                                Upstream.builder("cart.svc").build(), (request, failed) -> null, List.of())));
    }

    @Override
    public RequestView request() {
        return this;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public ProtocolVersion version() {
        return ProtocolVersion.HTTP_1_1;
    }

    @Override
    public String requestId() {
        return "0123456789abcdef0123456789abcdef";
    }

    private byte @Nullable [] field(FieldName name) {
        return name == FieldName.USER_AGENT ? userAgent : referer;
    }

    @Override
    public int fieldLength(FieldName name) {
        byte[] value = field(name);
        return value == null ? -1 : value.length;
    }

    @Override
    public void copyField(FieldName name, byte[] to, int at, int count) {
        byte[] value = field(name);
        if (value == null) {
            throw new AssertionError("field is not there");
        }
        System.arraycopy(value, 0, to, at, count);
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Phase phase() {
        return failure == null ? Phase.COMPLETED : Phase.FAILED;
    }

    @Override
    public @Nullable ProxyFailure failure() {
        return failure;
    }

    @Override
    public @Nullable RouteRuntime route() {
        return route;
    }

    @Override
    public @Nullable Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public SessionOutcome session() {
        return session;
    }

    @Override
    public int tries() {
        return endpoint == null ? 0 : 1;
    }

    @Override
    public long proxyNanos() {
        return 40_000;
    }

    @Override
    public long upstreamNanos() {
        return endpoint == null ? NEVER : 5_060_000;
    }

    @Override
    public long totalNanos() {
        return 5_432_100;
    }

    @Override
    public long reachedNanos(Phase phase) {
        if (endpoint == null && phase != Phase.ROUTED) {
            return NEVER;
        }
        return switch (phase) {
            case HEAD_READ -> 0;
            case ROUTED -> route == null ? NEVER : 31_000;
            case ENDPOINT_CHOSEN -> 40_000;
            case CONNECTED -> 250_999;
            case REQUEST_SENT -> 260_000;
            case RESPONSE_STARTED -> 5_100_000;
            case COMPLETED, FAILED -> totalNanos();
        };
    }

    @Override
    public long connectionNanos() {
        return 1_234_567_890;
    }

    @Override
    public long endedNanos() {
        return endedNanos;
    }

    @Override
    public long bytesReceived() {
        return 120;
    }

    @Override
    public long bytesSent() {
        return 340;
    }

    @Override
    public long bodyBytesSent() {
        return 42;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public boolean secure() {
        return true;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public int localPort() {
        return 8443;
    }

    @Override
    public String path() {
        return target;
    }

    @Override
    public @Nullable String query() {
        return null;
    }

    @Override
    public List<String> headers(String name) {
        return List.of();
    }

    @Override
    public @Nullable String sni() {
        return null;
    }

    @Override
    public String clientAddress() {
        return "192.0.2.7";
    }
}
