package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.SessionOptions;
import dev.hawser.proxy.FakeRequest;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RotatingSessionsTest {

    private static final long WINDOW = SessionCount.WINDOW.toNanos();

    private final List<WeightedEndpoint> endpoints = RotationTest.members(1, 1);
    private final Endpoint endpoint = endpoints.getFirst().endpoint();
    private long now;
    private StickySessions balancer = balancer();

    private StickySessions balancer() {
        return new StickySessions(
                Members.of(endpoints), new SessionCookie("sid", "/"), SessionOptions.DEFAULT, () -> now);
    }

    private void clientsReturn(int count) {
        for (int client = 0; client < count; client++) {
            Selection chosen = Objects.requireNonNull(balancer.select(
                    FakeRequest.get("/").clientAddress("10.0.0." + client).header("Cookie", "sid=" + endpoint.id()),
                    List.of()));
            assertThat(chosen.endpoint()).isSameAs(endpoint);
        }
    }

    @Test
    void sessionsAreCountedFromWhenTheirEndpointIsTerminating() {
        clientsReturn(30);
        assertThat(endpoint.liveSessions(now)).isZero();

        endpoint.markTerminating();
        clientsReturn(20);
        clientsReturn(20);

        assertThat(endpoint.liveSessions(now)).isBetween(19L, 21L);
        assertThat(endpoints.get(1).endpoint().liveSessions(now)).isZero();
    }

    @Test
    void aNewBalancerCountsNoSessionTwice() {
        endpoint.markTerminating();
        for (int i = 0; i < 10; i++) {
            clientsReturn(20);
            balancer = balancer();
        }
        assertThat(endpoint.liveSessions(now)).isBetween(19L, 21L);
    }

    @Test
    void sessionsThatDoNotComeAgainAreForgotten() {
        endpoint.markTerminating();
        clientsReturn(20);
        now += WINDOW;
        assertThat(endpoint.liveSessions(now)).isBetween(19L, 21L);
        clientsReturn(5);
        now += WINDOW;
        assertThat(endpoint.liveSessions(now)).isBetween(4L, 6L);
        now += 2 * WINDOW;
        assertThat(endpoint.liveSessions(now)).isZero();
    }
}
