package dev.hawser.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.declarative.DeclarativeReader;
import dev.hawser.proxy.http.GatewaySettings;
import dev.hawser.proxy.http.ListenAddress;
import dev.hawser.testing.OriginReply;
import dev.hawser.testing.TestOrigin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients, operators and monitoring see of health checks. */
@Timeout(120)
class HealthChecksIT {

    private static final DataPlaneSettings ON_FREE_PORTS = new DataPlaneSettings(
            GatewaySettings.of(List.of(ListenAddress.plain("127.0.0.1", 0))),
            List.of(ListenAddress.plain("127.0.0.1", 0)),
            List.of(ListenAddress.plain("127.0.0.1", 0)),
            Duration.ofSeconds(5));

    private final HttpClient client = HttpClient.newHttpClient();
    private final TestOrigin first = TestOrigin.start();
    private final TestOrigin second = TestOrigin.start();
    private final DataPlane dataPlane;

    HealthChecksIT() throws IOException {
        dataPlane = DataPlane.start(ON_FREE_PORTS);
        first.reply(OriginReply.ok("first"));
        second.reply(OriginReply.ok("second"));
    }

    @AfterEach
    void close() {
        dataPlane.close();
        first.close();
        second.close();
        client.close();
    }

    @Test
    void aSessionLeavesAPodThatProbesFindUnfitAndOthersFindItAgainWhenItRecovers() throws Exception {
        serve("{active: {healthy: {interval: 1, successes: 1}, unhealthy: {interval: 1, http_failures: 1}}}");
        String cookie = sessionAt("first");
        assertThat(get("/", cookie).body()).isEqualTo("first");

        first.reply(OriginReply.respond(500, "failing"));
        awaitState(first, "unhealthy");
        HttpResponse<String> moved = get("/", cookie);
        assertThat(moved.body()).isEqualTo("second");
        assertThat(moved.headers().firstValue("set-cookie")).isPresent();

        second.reply(OriginReply.respond(500, "failing"));
        awaitState(second, "unhealthy");
        HttpResponse<String> refused = get("/", cookie);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("failure to get a peer from the ring-balancer");

        first.reply(OriginReply.ok("first"));
        awaitState(first, "healthy");
        assertThat(get("/", cookie).body()).isEqualTo("first");
    }

    @Test
    void requestsTakeAPodOutAndAnOperatorTakesItBack() throws Exception {
        serve("{passive: {unhealthy: {http_failures: 2}}}");
        String cookie = sessionAt("first");
        first.reply(OriginReply.respond(500, "failing"));
        assertThat(get("/", cookie).statusCode()).isEqualTo(500);
        assertThat(get("/", cookie).statusCode()).isEqualTo(500);
        assertThat(get("/", cookie).body()).isEqualTo("second");
        assertThat(health()).contains("\"health\":\"UNHEALTHY\"");

        first.reply(OriginReply.ok("first"));
        HttpRequest put = HttpRequest.newBuilder(
                        URI.create(url("admin") + "/upstreams/app/targets/" + first.target() + "/healthy"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(client.send(put, BodyHandlers.ofString()).statusCode()).isEqualTo(204);
        assertThat(get("/", cookie).body()).isEqualTo("first");
        assertThat(health()).doesNotContain("UNHEALTHY");
    }

    @Test
    void aPodThatRefusesConnectionsIsTakenOutByTheFirstRequestsThatFindOut() throws Exception {
        serve("{passive: {unhealthy: {tcp_failures: 1}}}");
        String cookie = sessionAt("first");
        first.refuse();
        first.dropConnections();
        assertThat(get("/", cookie).body()).isEqualTo("second");
        assertThat(state(first, "unhealthy")).isEqualTo("1");
        assertThat(state(second, "healthy")).isEqualTo("1");
    }

    private void serve(String healthchecks) throws Exception {
        dataPlane.apply(new DeclarativeReader().read("""
                _format_version: "3.0"
                services:
                - {name: app, host: app, routes: [{name: all, paths: [/]}]}
                upstreams:
                - name: app
                  algorithm: sticky-sessions
                  hash_on: none
                  sticky_sessions_cookie: s
                  healthchecks: %s
                  targets: [{target: "%s"}, {target: "%s"}]
                """.formatted(healthchecks, first.target(), second.target())));
    }

    private String url(String what) {
        return Objects.requireNonNull(dataPlane.facts().get(what));
    }

    private HttpResponse<String> get(String path, String cookie) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url("gateway") + path))
                .header("Cookie", cookie)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** The cookie of a new session at the pod that answers so; turns are taken by two, so the second try finds it. */
    private String sessionAt(String body) throws IOException, InterruptedException {
        for (int i = 0; i < 4; i++) {
            HttpResponse<String> response = get("/", "none=x");
            if (response.body().equals(body)) {
                String cookie = response.headers().firstValue("set-cookie").orElseThrow();
                return cookie.substring(0, cookie.indexOf(';'));
            }
        }
        throw new AssertionError("session: none at '" + body + "' (expected: one of four)");
    }

    private String health() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url("admin") + "/upstreams/app/health"))
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    /** The value of the metric for a state of the pod. */
    private String state(TestOrigin origin, String state) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url("status") + "/metrics")).build();
        String sample = "kong_upstream_target_health{upstream=\"app\",target=\"" + origin.target() + "\",address=\""
                + origin.target() + "\",state=\"" + state + "\",subsystem=\"http\"} ";
        return client.send(request, BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(sample))
                .map(line -> line.substring(sample.length()))
                .findFirst()
                .orElse("");
    }

    /** Lets probes come until the metric tells a state; the verdict may come after the next probe was received. */
    private void awaitState(TestOrigin origin, String state) throws IOException, InterruptedException {
        for (int i = 0; i < 50 && !state(origin, state).equals("1"); i++) {
            origin.takeRequest();
        }
        assertThat(state(origin, state)).isEqualTo("1");
    }
}
