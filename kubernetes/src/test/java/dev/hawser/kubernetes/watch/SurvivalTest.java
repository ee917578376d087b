package dev.hawser.kubernetes.watch;

import static dev.hawser.kubernetes.watch.FakeApiServer.failing;
import static dev.hawser.kubernetes.watch.WatchedServer.targets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.kubernetes.watch.FakeApiServer.Answer;
import dev.hawser.kubernetes.watch.SourceState.Phase;
import io.fabric8.kubernetes.api.model.Service;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole watch against an API server that fails in the ways that real ones and the networks before them do. */
class SurvivalTest {

    private static final String SLICES = "endpointslices";

    private final WatchedServer cluster = new WatchedServer();
    private final FakeApiServer server = cluster.server;

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static List<Phase> phases(ResourceWatch watch) {
        return watch.sources().stream().map(SourceState::phase).distinct().toList();
    }

    @Test
    void endedWatchGoesOnWhereItWas() throws Exception {
        cluster.startWell();
        server.put(Objects.slice("10.0.0.2"));
        cluster.awaitTargets("10.0.0.2:8080");
        server.requests().clear();
        server.endWatches();
        assertThat(cluster.awaitRequest("watch " + SLICES)).isEqualTo("watch endpointslices from 105");
        server.put(Objects.slice("10.0.0.3"));
        cluster.awaitTargets("10.0.0.3:8080");
        assertThat(server.requests()).noneMatch(request -> request.startsWith("list"));
    }

    @Test
    void whatChangesWhileTheServerIsDownIsTakenWhenItIsBack() throws Exception {
        ResourceWatch watch = cluster.startWell();
        server.stop();
        assertThat(cluster.awaitLine("API server does not answer"))
                .contains("reason=")
                .contains("verb=watch");
        server.put(Objects.slice("10.0.0.2"));
        server.delete(Objects.ingress("app", "/"));
        server.put(Objects.ingress("other", "/other"));
        assertThat(cluster.handedOver).isEmpty();
        assertThat(watch.sources()).anyMatch(source -> source.phase() == Phase.FAILING);
        server.restart();
        cluster.awaitTargets("10.0.0.2:8080");
        assertThat(cluster.awaitLine("API server answers again")).contains("outage=");
        assertThat(phases(watch)).containsExactly(Phase.WATCHING);
    }

    @Test
    void oneOutageIsToldOnceHoweverManyKindsMeetIt() throws Exception {
        cluster.startWell();
        server.stop();
        cluster.awaitLine("API server does not answer");
        server.restart();
        cluster.awaitLine("API server answers again");
        assertThat(cluster.log.lines()).noneMatch(line -> line.startsWith("API server does not answer"));
    }

    @Test
    void aServerThatIsDownAtTheStartIsWaitedFor() throws Exception {
        server.stop();
        ResourceWatch watch = cluster.start();
        cluster.awaitLine("API server does not answer");
        server.restart();
        assertThat(targets(cluster.next())).containsExactly("10.0.0.1:8080");
        watch.ready().toCompletableFuture().join();
    }

    @Test
    void expiredWatchListsAgainAndNothingLooksEmptyMeanwhile() throws Exception {
        cluster.startWell();
        server.stop();
        server.put(Objects.slice("10.0.0.1", "10.0.0.9"));
        server.forgetHistory();
        server.restart();
        List<?> before = cluster.awaitTargets("10.0.0.1:8080", "10.0.0.9:8080");
        assertThat(before).isEmpty();
        assertThat(server.requests()).contains("list endpointslices", "list ingresses");
    }

    @Test
    void objectsDeletedBeforeAnExpiredWatchAreGone() throws Exception {
        server.put(Objects.ingress("second", "/second"));
        cluster.startWell();
        server.stop();
        server.delete(Objects.ingress("second", "/second"));
        server.forgetHistory();
        server.restart();
        assertThat(cluster.next().config().services().getFirst().routes()).hasSize(1);
    }

    static Stream<Arguments> brokenAnswers() {
        Answer reset = exchange -> exchange.begin().write('{');
        Answer stall = exchange -> {
            exchange.begin().write('{');
            exchange.stall();
        };
        Answer garbage = exchange -> {
            OutputStream body = exchange.begin();
            exchange.line(body, "<html>down for maintenance</html>");
        };
        Answer noEvent = exchange -> exchange.line(exchange.begin(), "{\"kind\":\"Surprise\"}");
        Answer silent = FakeApiServer.Exchange::stall;
        return Stream.of(
                Arguments.of("429", failing(429, "slow down")),
                Arguments.of("500", failing(500, "etcdserver: leader changed")),
                Arguments.of("502", failing(502, "")),
                Arguments.of("503", failing(503, "apiserver is shutting down")),
                Arguments.of("504", failing(504, "Too large resource version")),
                Arguments.of("400", failing(400, "odd")),
                Arguments.of("401", failing(401, "Unauthorized")),
                Arguments.of("no answer", silent),
                Arguments.of("reset in the middle", reset),
                Arguments.of("stalled in the middle", stall),
                Arguments.of("no JSON", garbage),
                Arguments.of("other JSON", noEvent));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenAnswers")
    void listThatFailsIsTriedAgain(String name, Answer broken) throws Exception {
        server.next("list " + SLICES, broken, broken, broken);
        cluster.startWell();
        assertThat(cluster.handedOver).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenAnswers")
    void watchThatFailsIsTriedAgain(String name, Answer broken) throws Exception {
        // One that stalls lasts until the server ends it here; that it is given up by itself has a test of its own.
        cluster.startWell();
        server.next("watch " + SLICES, broken);
        server.requests().clear();
        server.endWatches();
        cluster.awaitRequest("watch " + SLICES + " from");
        server.put(Objects.slice("10.0.0.2"));
        server.endWatches();
        cluster.awaitTargets("10.0.0.2:8080");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"type\":\"MODI"})
    void watchThatSaysNothingAndDoesNotEndIsGivenUp(String begun) throws Exception {
        server.always("watch " + SLICES, exchange -> {
            exchange.begin().write(begun.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            exchange.stall();
        });
        cluster.start(WatchedServer.shortWatches(), server.client());
        cluster.awaitTargets("10.0.0.1:8080");
        assertThat(cluster.awaitLine("API server does not answer")).contains("told nothing and did not end");
        server.properly("watch " + SLICES);
        server.put(Objects.slice("10.0.0.2"));
        cluster.awaitTargets("10.0.0.2:8080");
    }

    @Test
    void watchesThatEndAtOnceAreNotStartedWithoutAPause() throws Exception {
        cluster.startWell();
        server.always("watch " + SLICES, FakeApiServer.Exchange::begin);
        server.endWatches();
        assertThat(cluster.awaitLine("API server does not answer")).contains("ended as soon as it began");
    }

    @Test
    void longListsComeInPages() throws Exception {
        for (int i = 0; i < 1200; i++) {
            Service service = Objects.service();
            service.getMetadata().setName("s" + i);
            server.put(service);
        }
        server.put(Objects.service());
        cluster.startWell();
        assertThat(server.requests()).filteredOn("list services"::equals).hasSize(3);
    }

    @Test
    void aPageThatCameTooLateIsReplacedByAWholeList() throws Exception {
        for (int i = 0; i < 600; i++) {
            Service service = Objects.service();
            service.getMetadata().setName("s" + i);
            server.put(service);
        }
        server.next("list services", FakeApiServer.Exchange::properly, failing(410, "continue token is too old"));
        server.next("list services", exchange -> {
            assertThat(exchange.parameter("limit")).isEmpty();
            exchange.properly();
        });
        cluster.startWell();
    }

    @Test
    void aServerThatAsksToBeSparedIsNotAskedSooner() throws Exception {
        cluster.start();
        server.next("watch " + SLICES, exchange -> {
            exchange.header("Retry-After", "1");
            failing(429, "slow down").to(exchange);
        });
        server.endWatches();
        assertThat(cluster.awaitLine("API server does not answer")).contains("reason=429: slow down");
        long asked = System.nanoTime();
        server.requests().clear();
        cluster.awaitRequest("watch " + SLICES);
        assertThat(System.nanoTime() - asked).isGreaterThan(500_000_000L);
    }
}
