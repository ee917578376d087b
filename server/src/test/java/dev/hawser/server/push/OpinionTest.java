package dev.hawser.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Algorithm;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.StickySessions;
import dev.hawser.config.Upstream;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Problem;
import dev.hawser.kubernetes.Refusal;
import dev.hawser.server.push.ConfigTarget.Verdict;
import dev.hawser.server.push.PushAnswer.Failed;
import dev.hawser.server.push.PushAnswer.Failure;
import dev.hawser.server.push.PushAnswer.Rejected;
import dev.hawser.server.push.PushAnswer.Taken;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpinionTest {

    private static final GatewayConfig OLD_CONFIG = config("old");
    private static final GatewayConfig NEW_CONFIG = config("new");
    private static final Payload OLD = new Payload(1, OLD_CONFIG);
    private static final Payload NEW = new Payload(2, NEW_CONFIG);

    private final Opinion one = new Opinion();
    private final Opinion other = new Opinion();

    private static GatewayConfig config(String upstream) {
        return new GatewayConfig(
                List.of(), List.of(), List.of(Upstream.builder(upstream).build()), List.of());
    }

    private static void hear(Opinion opinion, Payload payload, PushAnswer answer) {
        opinion.add(payload, payload.forVersion(GatewayVersion.STICKY_SESSIONS), answer);
    }

    private static Rejected rejected(String message) {
        return new Rejected(List.of(), message, "{}");
    }

    private Verdict verdict() {
        return Opinion.verdict(List.of(one, other), GatewayConfig.EMPTY);
    }

    @Test
    void aSlowGatewaysOldAnswerDoesNotHideWhatAnotherServes() {
        hear(one, NEW, new Taken());
        hear(other, OLD, new Taken());

        assertThat(verdict()).isEqualTo(new Verdict(NEW_CONFIG, List.of()));
    }

    @Test
    void aRefusalStaysWhenAnotherGatewayTakesTheSame() {
        hear(one, NEW, rejected("no"));
        hear(other, NEW, new Taken());

        assertThat(verdict().live()).isEqualTo(NEW_CONFIG);
        assertThat(verdict().refusals()).singleElement().asString().contains("no");
    }

    @Test
    void aRefusalOfSeveralGatewaysIsToldOnce() {
        hear(one, NEW, rejected("no"));
        hear(other, NEW, rejected("no"));

        assertThat(verdict().refusals()).hasSize(1);
    }

    @Test
    void aRefusalStandsUntilTheGatewayAnswersTheNext() {
        hear(one, OLD, rejected("no"));
        assertThat(verdict().refusals()).hasSize(1);

        hear(one, NEW, new Taken());
        assertThat(verdict().refusals()).isEmpty();
    }

    @Test
    void aRefusalOfWhatIsOlderThanWhatIsServedIsOfNoInterest() {
        hear(one, OLD, rejected("no"));
        hear(other, NEW, new Taken());

        assertThat(verdict()).isEqualTo(new Verdict(NEW_CONFIG, List.of()));
    }

    @Test
    void aGatewayThatGetsItsLastOneAgainStillRefusesTheLatest() {
        hear(one, NEW, rejected("no"));
        hear(one, OLD, new Taken());
        hear(one, NEW, new Failed(Failure.NETWORK, "connection refused", Duration.ZERO));

        assertThat(verdict().live()).isEqualTo(OLD_CONFIG);
        assertThat(verdict().refusals()).hasSize(1);
    }

    @Test
    void whatIsTakenAfterAllIsRefusedNoMore() {
        hear(one, NEW, rejected("no"));
        hear(one, NEW, new Taken());

        assertThat(verdict()).isEqualTo(new Verdict(NEW_CONFIG, List.of()));
    }

    @Test
    void aGatewayThatRefusesWhatItServedServesNothing() {
        hear(one, NEW, new Taken());
        hear(one, NEW, rejected("no"));

        assertThat(verdict().live()).isEqualTo(GatewayConfig.EMPTY);
    }

    @Test
    void aGatewayThatIsGoneTakesItsRefusalWithIt() {
        hear(one, NEW, rejected("no"));
        hear(other, NEW, new Taken());

        assertThat(Opinion.verdict(List.of(other), GatewayConfig.EMPTY)).isEqualTo(new Verdict(NEW_CONFIG, List.of()));
        assertThat(Opinion.verdict(List.of(), OLD_CONFIG)).isEqualTo(new Verdict(OLD_CONFIG, List.of()));
    }

    @Test
    void aRejectionNamesTheObjectThatItIsAbout() {
        ObjectKey ingress = new ObjectKey("Ingress", "default", "web");
        Problem problem = new Problem(ingress, Problem.Reason.REJECTED_BY_GATEWAY, "route web: invalid regex");
        hear(one, NEW, new Rejected(List.of(problem), "declarative config is invalid", "{}"));

        assertThat(verdict().refusals()).containsExactly(new Refusal.Rejected(ingress, "route web: invalid regex"));
    }

    @Test
    void whatAnOlderGatewayLacksIsToldThoughANewerOneServesIt() {
        Upstream sticky = Upstream.builder("s")
                .algorithm(Algorithm.STICKY_SESSIONS)
                .stickySessions(new StickySessions("session-id", "/"))
                .tags(List.of("k8s-name:web", "k8s-namespace:default", "k8s-kind:Service"))
                .build();
        GatewayConfig config = new GatewayConfig(List.of(), List.of(), List.of(sticky), List.of());
        Payload payload = new Payload(3, config);
        Payload.Form reduced = payload.forVersion(new GatewayVersion(3, 9, 1));
        hear(one, payload, new Taken());
        other.add(payload, reduced, new Taken());

        assertThat(verdict())
                .isEqualTo(new Verdict(
                        reduced.config(),
                        List.of(new Refusal.WithoutSessions(new ObjectKey("Service", "default", "web"), "3.11.0"))));
        assertThat(Opinion.verdict(List.of(one), GatewayConfig.EMPTY)).isEqualTo(new Verdict(config, List.of()));
    }
}
