package dev.hawser.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Algorithm;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.StickySessions;
import dev.hawser.config.Upstream;
import dev.hawser.server.push.GatewayLink.Next;
import dev.hawser.server.push.GatewayLink.Wake;
import dev.hawser.server.push.PushAnswer.Failed;
import dev.hawser.server.push.PushAnswer.Failure;
import dev.hawser.server.push.PushAnswer.Rejected;
import dev.hawser.server.push.PushAnswer.Taken;
import dev.hawser.server.push.PushObserver.PushAttempt;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GatewayLinkTest {

    private static final Duration INTERVAL = Duration.ofSeconds(3);
    private static final Payload A = payload("a");
    private static final Payload B = payload("b");

    private final Gateway gateway = new Gateway();
    private final List<PushAttempt> attempts = new ArrayList<>();
    private final Semaphore permits = new Semaphore(1);
    private @Nullable Payload taken;
    private final GatewayLink link =
            new GatewayLink("http://gateway", gateway, permits, INTERVAL, attempts::add, this::hear, () -> 0L);

    private void hear(Payload payload, Payload.Form form, PushAnswer answer) {
        if (answer instanceof Taken) {
            taken = payload;
        }
    }

    private static Payload payload(String upstream) {
        return new Payload(
                0,
                new GatewayConfig(
                        List.of(), List.of(), List.of(Upstream.builder(upstream).build()), List.of()));
    }

    /** A gateway that remembers what it was told. */
    private static final class Gateway implements AdminApi {

        private GatewayFacts facts = new GatewayFacts("3.11.0", "off", "traditional_compatible");
        private PushAnswer answer = new Taken();
        private String rejects = "nothing";
        private boolean away;
        private String hash = NO_CONFIGURATION;
        private final List<String> told = new ArrayList<>();

        private void reach() throws IOException {
            if (away) {
                throw new IOException("connection refused");
            }
        }

        private void restart() {
            hash = NO_CONFIGURATION;
        }

        @Override
        public GatewayFacts facts() throws IOException {
            reach();
            return facts;
        }

        @Override
        public String configurationHash() throws IOException {
            reach();
            return hash;
        }

        @Override
        public PushAnswer push(String json) {
            if (away) {
                return new Failed(Failure.NETWORK, "connection refused", Duration.ZERO);
            }
            told.add(json);
            if (json.contains(rejects)) {
                return new Rejected(List.of(), "bad", "{}");
            }
            if (answer instanceof Taken) {
                hash = "1".repeat(32);
            }
            return answer;
        }
    }

    @Test
    void nothingIsToldBeforeThereIsAConfiguration() throws InterruptedException {
        assertThat(link.step()).isEqualTo(new Next(INTERVAL, Wake.ON_CHANGE));
        assertThat(gateway.told).isEmpty();
    }

    @Test
    void aConfigurationIsToldOnceAndThenLookedAfter() throws InterruptedException {
        link.want(A);

        assertThat(link.step()).isEqualTo(new Next(INTERVAL, Wake.ON_CHANGE));
        assertThat(link.step()).isEqualTo(new Next(INTERVAL, Wake.ON_CHANGE));
        assertThat(gateway.told).singleElement().asString().contains("\"name\":\"a\"");
        assertThat(taken).isSameAs(A);
    }

    @Test
    void onlyTheLatestOfSeveralIsTold() throws InterruptedException {
        link.want(A);
        link.want(B);
        link.step();

        assertThat(gateway.told).singleElement().asString().contains("\"name\":\"b\"");
    }

    @Test
    void aGatewayThatLostItsConfigurationIsToldAgainAtOnce() throws InterruptedException {
        link.want(A);
        link.step();
        gateway.restart();

        assertThat(link.step()).isEqualTo(new Next(Duration.ZERO, Wake.ON_CHANGE));
        link.step();
        assertThat(gateway.told).hasSize(2);
    }

    @Test
    void aGatewayThatWasAwayIsToldAgainAndTheWaitsGrowUpToALimit() throws InterruptedException {
        link.want(A);
        link.step();
        gateway.away = true;
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Next next = link.step();
            assertThat(next.wake()).isEqualTo(Wake.BY_TIME);
            waits.add(next.after());
        }
        gateway.away = false;
        link.step();

        assertThat(waits)
                .containsExactly(
                        Duration.ofMillis(100),
                        Duration.ofMillis(200),
                        Duration.ofMillis(400),
                        Duration.ofMillis(800),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1));
        assertThat(gateway.told).hasSize(2);
        gateway.away = true;
        assertThat(link.step().after()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void aGatewayThatAsksForAPauseGetsIt() throws InterruptedException {
        link.want(A);
        gateway.answer = new Failed(Failure.OTHER, "POST /config: 429", Duration.ofSeconds(7));

        assertThat(link.step()).isEqualTo(new Next(Duration.ofSeconds(7), Wake.BY_TIME));
        gateway.answer = new Taken();
        link.step();
        assertThat(taken).isSameAs(A);
    }

    @Test
    void whatIsRejectedIsNotToldAgainUntilItChanges() throws InterruptedException {
        gateway.rejects = "\"a\"";
        link.want(A);
        link.step();
        link.step();
        link.step();
        assertThat(gateway.told).hasSize(1);

        link.want(B);
        link.step();
        assertThat(gateway.told).hasSize(2);
        assertThat(taken).isSameAs(B);
    }

    @Test
    void aGatewayThatLostItsConfigurationGetsTheLastItTookWhenTheLatestIsRejected() throws InterruptedException {
        gateway.rejects = "\"b\"";
        link.want(A);
        link.step();
        link.want(B);
        link.step();
        gateway.restart();
        link.step();
        link.step();
        link.step();

        assertThat(gateway.told).hasSize(4).last().asString().contains("\"name\":\"a\"");
        assertThat(gateway.hash).isNotEqualTo(AdminApi.NO_CONFIGURATION);
    }

    @Test
    void aGatewayThatIsReplacedByOneThatTakesNothingIsNotToldOverAndOver() throws InterruptedException {
        gateway.rejects = "\"b\"";
        link.want(A);
        link.step();
        link.want(B);
        link.step();
        gateway.restart();
        gateway.rejects = "upstreams";
        for (int i = 0; i < 10; i++) {
            link.step();
        }

        assertThat(gateway.told).as("a, b, then both again").hasSize(4);
        assertThat(link.step()).isEqualTo(new Next(INTERVAL, Wake.ON_CHANGE));
    }

    @Test
    void aGatewayThatCannotBeConfiguredIsAskedAgainSinceItMayBeReplaced() throws InterruptedException {
        gateway.facts = new GatewayFacts("3.11.0", "postgres", "traditional_compatible");
        link.want(A);

        assertThat(link.step().wake()).isEqualTo(Wake.BY_TIME);
        assertThat(gateway.told).isEmpty();
        gateway.facts = new GatewayFacts("3.11.0", "off", "traditional_compatible");
        link.step();
        assertThat(gateway.told).hasSize(1);
    }

    @Test
    void olderGatewaysAreToldWithoutStickySessions() throws InterruptedException {
        gateway.facts = new GatewayFacts("3.9.1", "off", "traditional_compatible");
        Upstream sticky = Upstream.builder("s")
                .algorithm(Algorithm.STICKY_SESSIONS)
                .stickySessions(new StickySessions("session-id", "/"))
                .tags(List.of("k8s-name:s", "k8s-namespace:default", "k8s-kind:Service"))
                .build();
        link.want(new Payload(0, new GatewayConfig(List.of(), List.of(), List.of(sticky), List.of())));
        link.step();

        assertThat(gateway.told).singleElement().asString().doesNotContain("sticky");
        assertThat(taken).isNotNull();
    }

    @Test
    void anEmptyConfigurationIsToldAsSomethingThatCanBeToldFromNone() throws InterruptedException {
        link.want(new Payload(0, GatewayConfig.EMPTY));
        link.step();

        assertThat(gateway.told).singleElement().asString().contains("\"upstreams\"", "\"kong\"");
    }

    @Test
    void eachTryIsObservedAndThePermitIsGivenBack() throws InterruptedException {
        link.want(A);
        link.step();
        gateway.away = true;
        link.step();

        assertThat(attempts).singleElement().satisfies(attempt -> {
            assertThat(attempt.gateway()).isEqualTo("http://gateway");
            assertThat(attempt.answer()).isEqualTo(new Taken());
            assertThat(attempt.bytes()).isEqualTo(gateway.told.getFirst().length());
        });
        assertThat(permits.availablePermits()).isEqualTo(1);
    }
}
