package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.FakeRequest;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StickySessionsTest {

    private final List<WeightedEndpoint> members = RotationTest.members(100, 100, 0, 0);
    private final Endpoint ready = members.get(0).endpoint();
    private final Endpoint other = members.get(1).endpoint();
    private final Endpoint draining = members.get(2).endpoint();
    private final Endpoint parked = members.get(3).endpoint();
    private final StickySessions balancer;

    StickySessionsTest() {
        draining.markTerminating();
        balancer = new StickySessions(Members.of(members), "session-id", "/");
    }

    @Test
    void aClientWithoutACookieIsGivenASession() {
        Selection selection = select(FakeRequest.get("/"));
        assertThat(selection.outcome()).isEqualTo(SessionOutcome.NEW);
        assertThat(selection.setCookie())
                .isEqualTo("session-id=" + selection.endpoint().id() + "; Path=/; HttpOnly; SameSite=Lax");
    }

    @Test
    void aHolderStaysAndIsSentNoCookie() {
        for (Endpoint endpoint : List.of(ready, other, draining, parked)) {
            Selection selection = select(holderOf(endpoint));
            assertThat(selection).isEqualTo(new Selection(endpoint, SessionOutcome.STUCK, null));
        }
    }

    @Test
    void newSessionsGoByWeightAndNeverToEndpointsWithoutOne() {
        int first = 0;
        for (int i = 0; i < 100; i++) {
            Endpoint endpoint = select(FakeRequest.get("/")).endpoint();
            assertThat(endpoint).isIn(ready, other);
            first += endpoint == ready ? 1 : 0;
        }
        assertThat(first).isEqualTo(50);
    }

    @Test
    void aHolderOfAGoneEndpointIsReassigned() {
        Selection selection = select(FakeRequest.get("/").header("Cookie", "session-id=" + new UUID(9, 9)));
        assertThat(selection.outcome()).isEqualTo(SessionOutcome.REASSIGNED);
        assertThat(selection.endpoint()).isIn(ready, other);
        assertThat(selection.setCookie()).contains(selection.endpoint().id().toString());
    }

    @Test
    void aHolderOfAnUnhealthyEndpointIsReassigned() {
        draining.markUnhealthy();
        Selection selection = select(holderOf(draining));
        assertThat(selection.outcome()).isEqualTo(SessionOutcome.REASSIGNED);
        assertThat(selection.endpoint()).isIn(ready, other);
    }

    @Test
    void aHolderOfAnUnreachableEndpointIsReassigned() {
        Selection selection = Objects.requireNonNull(balancer.select(holderOf(ready), List.of(ready)));
        assertThat(selection.outcome()).isEqualTo(SessionOutcome.REASSIGNED);
        assertThat(selection.endpoint()).isSameAs(other);
    }

    @Test
    void aNewClientWhoseFirstEndpointCannotBeReachedIsStillNew() {
        Selection selection = Objects.requireNonNull(balancer.select(FakeRequest.get("/"), List.of(ready)));
        assertThat(selection.outcome()).isEqualTo(SessionOutcome.NEW);
        assertThat(selection.endpoint()).isSameAs(other);
    }

    @Test
    void newSessionsGoToTerminatingEndpointsWhenNothingElseServes() {
        ready.markUnhealthy();
        Selection selection = Objects.requireNonNull(balancer.select(FakeRequest.get("/"), List.of(other)));
        assertThat(selection.endpoint()).isSameAs(draining);
        assertThat(selection.outcome()).isEqualTo(SessionOutcome.NEW);
        assertThat(balancer.select(FakeRequest.get("/"), List.of(other, draining)))
                .isNull();
    }

    @Test
    void aCookieOfAnotherUpstreamBesideOursChangesNothing() {
        FakeRequest request =
                FakeRequest.get("/").header("Cookie", "session-id=" + new UUID(1, 1) + "; session-id=" + draining.id());
        assertThat(select(request).endpoint()).isSameAs(draining);
    }

    private Selection select(FakeRequest request) {
        return Objects.requireNonNull(balancer.select(request, List.of()), "nothing selected");
    }

    private static FakeRequest holderOf(Endpoint endpoint) {
        return FakeRequest.get("/").header("Cookie", "session-id=" + endpoint.id());
    }
}
