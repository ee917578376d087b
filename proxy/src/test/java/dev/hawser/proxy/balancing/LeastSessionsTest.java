package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.SessionOption;
import dev.hawser.config.SessionOptions;
import dev.hawser.proxy.FakeRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LeastSessionsTest {

    private static final SessionOptions LEAST_SESSIONS =
            new SessionOptions(Map.of(SessionOption.NEW_SESSIONS, "least-sessions"));
    private static final long WINDOW = SessionCount.WINDOW.toNanos();

    private final List<WeightedEndpoint> endpoints = new ArrayList<>(RotationTest.members(1, 1));
    private final Map<Integer, Endpoint> sessions = new HashMap<>();
    private long now;
    private StickySessions balancer = balancer();

    private StickySessions balancer() {
        return new StickySessions(Members.of(endpoints), new SessionCookie("sid", "/"), LEAST_SESSIONS, () -> now);
    }

    @Test
    void aPodThatComesLaterCatchesUp() {
        newClients(0, 200);
        // Clients that share a bit make counts differ a little, and the bits are others each time.
        assertThat(held()[0]).isBetween(97, 103);
        endpoints.add(RotationTest.members(0, 0, 1).getLast());
        balancer = balancer();
        newClients(200, 100);
        assertThat(held()[2]).isBetween(96, 100);
        newClients(300, 300);
        for (int held : held()) {
            assertThat(held).isBetween(192, 208);
        }
    }

    @Test
    void sharesFollowWeights() {
        endpoints.clear();
        endpoints.addAll(RotationTest.members(1, 3, 0));
        balancer = balancer();
        newClients(0, 400);
        assertThat(held()[0]).isBetween(95, 105);
        assertThat(held()[2]).isZero();
    }

    @Test
    void sessionsThatEndedNoLongerCount() {
        newClients(0, 100);
        // Those of the second endpoint go on, those of the first never come again.
        for (int minute = 0; minute < 15; minute++) {
            now += WINDOW / 5;
            sessions.forEach((client, endpoint) -> {
                if (endpoint == endpoints.get(1).endpoint()) {
                    returns(client);
                }
            });
        }
        sessions.clear();
        newClients(1000, 40);
        assertThat(held()[0]).isGreaterThanOrEqualTo(39);
    }

    @Test
    void clientsThatLookAlikeAreStillShared() {
        for (int i = 0; i < 100; i++) {
            Selection given =
                    Objects.requireNonNull(balancer.select(FakeRequest.get("/").clientAddress("10.0.0.1"), List.of()));
            sessions.put(i, given.endpoint());
        }
        assertThat(held()).containsExactly(50, 50);
    }

    @Test
    void aSessionOfAReplicaThatIsGoneIsCountedWhenItsClientComes() {
        for (int client = 0; client < 60; client++) {
            sessions.put(client, endpoints.getFirst().endpoint());
            returns(client);
        }
        sessions.clear();
        newClients(500, 50);
        assertThat(held()[1]).isGreaterThanOrEqualTo(49);
    }

    @Test
    void aTryThatFailsGivesTheEndpointNoSession() {
        Endpoint unreachable = endpoints.getFirst().endpoint();
        for (int client = 0; client < 20; client++) {
            Selection first = Objects.requireNonNull(balancer.select(request(client), List.of()));
            assertThat(first.endpoint()).isSameAs(unreachable);
            balancer.unanswered(request(client), first);
            Selection second = Objects.requireNonNull(balancer.select(request(client), List.of(unreachable)));
            balancer.answered(request(client), second);
            assertThat(unreachable.sessions().estimate(now)).isZero();
        }
        newClients(100, 20);
        assertThat(held()).containsExactly(20, 0);
    }

    @Test
    void aTryThatIsUnderWayCountsAsASession() {
        for (int client = 0; client < 20; client++) {
            sessions.put(client, endpoints.getFirst().endpoint());
            returns(client);
        }
        int first = 0;
        for (int client = 20; client < 60; client++) {
            Selection given = Objects.requireNonNull(balancer.select(request(client), List.of()));
            first += given.endpoint() == endpoints.getFirst().endpoint() ? 1 : 0;
        }
        assertThat(first).isBetween(9, 11);
    }

    private void newClients(int first, int count) {
        for (int client = first; client < first + count; client++) {
            Selection given = Objects.requireNonNull(balancer.select(request(client), List.of()));
            assertThat(given.outcome()).isEqualTo(SessionOutcome.NEW);
            balancer.answered(request(client), given);
            sessions.put(client, given.endpoint());
        }
    }

    private void returns(int client) {
        Endpoint held = Objects.requireNonNull(sessions.get(client));
        Selection stuck = Objects.requireNonNull(
                balancer.select(request(client).header("Cookie", "sid=" + held.id()), List.of()));
        assertThat(stuck.endpoint()).isSameAs(held);
    }

    private static FakeRequest request(int client) {
        return FakeRequest.get("/")
                .clientAddress("10.1." + client / 200 + "." + client % 200)
                .header("User-Agent", "browser " + client % 7);
    }

    private int[] held() {
        int[] held = new int[endpoints.size()];
        sessions.values().forEach(endpoint -> held[placeOf(endpoint)]++);
        return held;
    }

    private int placeOf(Endpoint endpoint) {
        return endpoints.stream().map(WeightedEndpoint::endpoint).toList().indexOf(endpoint);
    }
}
