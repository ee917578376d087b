package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Algorithm;
import dev.hawser.config.HashInput;
import dev.hawser.config.SessionOptions;
import dev.hawser.config.StickySessions;
import dev.hawser.config.Upstream;
import dev.hawser.proxy.RequestView;
import dev.hawser.proxy.balancing.Balancer;
import dev.hawser.proxy.balancing.ConsistentHashing;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.balancing.LeastConnections;
import dev.hawser.proxy.balancing.Members;
import dev.hawser.proxy.balancing.Selection;
import dev.hawser.proxy.balancing.SessionOutcome;
import dev.hawser.proxy.balancing.WeightedEndpoint;
import dev.hawser.proxy.http.RawExchange.Message;
import dev.hawser.proxy.http.exchange.ProxyFailure;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Balancers at work in exchanges. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class BalancingIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    @Test
    void aLostSessionIsRefusedInStrictMode() throws Exception {
        Endpoint gone = ScriptedOrigin.dead();
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
                TestGateway gateway = gateway(sticky("hawser-session-strict:true", origin.endpoint(), gone))) {
            for (UUID lost : List.of(gone.id(), new UUID(8, 8))) {
                Message refused = gateway.exchange(withCookie(lost));
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.body()).contains("\"message\":\"the endpoint of the session is not available\"");
                assertThat(gateway.awaitEnded().failure()).isEqualTo(ProxyFailure.SESSION_LOST);
            }
            assertThat(gateway.exchange(withCookie(origin.endpoint().id())).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aSessionIsToldInAHeaderInPlaceOfTheCookie() throws Exception {
        try (ScriptedOrigin origin =
                        ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nX-Session: theirs\r\nContent-Length: 0\r\n\r\n");
                TestGateway gateway = gateway(sticky("hawser-session-header:X-Session", origin.endpoint()))) {
            Message given = gateway.exchange(GET);
            String id = origin.endpoint().id().toString();
            assertThat(given.all("X-Session")).containsExactly(id);
            assertThat(given.all("Set-Cookie")).isEmpty();
            assertThat(gateway.awaitEnded().session()).isEqualTo(SessionOutcome.NEW);

            Message stuck = gateway.exchange("GET / HTTP/1.1\r\nHost: h\r\nx-session: " + id + "\r\n\r\n");
            assertThat(stuck.all("X-Session")).containsExactly("theirs");
            assertThat(gateway.awaitEnded().session()).isEqualTo(SessionOutcome.STUCK);
        }
    }

    @Test
    void ourCookieTakesThePlaceOfTheirsOfThatName() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering("HTTP/1.1 200 OK\r\n"
                        + "Set-Cookie: a=1\r\nSet-Cookie: sid=theirs; Path=/x\r\nSet-Cookie: SID=2\r\n"
                        + "Set-Cookie: sid=again\r\nSet-Cookie: sid2=3\r\nContent-Length: 0\r\n\r\n");
                TestGateway sticky = gateway(sticky("hawser-session-strict:false", origin.endpoint()));
                TestGateway hashing = gateway(new ConsistentHashing(
                        members(origin.endpoint()), 100, new HashInput.Cookie("sid", null), null))) {
            for (TestGateway gateway : List.of(sticky, hashing)) {
                List<String> cookies = gateway.exchange(GET).all("Set-Cookie");
                assertThat(cookies).hasSize(4).startsWith("a=1", "SID=2", "sid2=3");
                assertThat(cookies.getLast()).startsWith("sid=").doesNotContain("theirs", "again");
            }
            // Nothing is to be set for one who has the cookie, so theirs is not ours to take.
            assertThat(sticky.exchange(withCookie(origin.endpoint().id())).all("Set-Cookie"))
                    .contains("sid=theirs; Path=/x", "sid=again");
        }
    }

    @Test
    void aTryCountsUntilItsResponseIsThereOrItFailed() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Endpoint dead = ScriptedOrigin.dead();
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.read();
                    asked.countDown();
                    answer.await();
                    connection.send(OK);
                });
                TestGateway gateway = gateway(inOrder(dead, origin.endpoint()));
                RawExchange client = gateway.client()) {
            client.send(GET);
            asked.await();
            assertThat(dead.activeTries()).isZero();
            assertThat(origin.endpoint().activeTries()).isEqualTo(1);
            answer.countDown();
            assertThat(client.read().status()).isEqualTo(200);
            gateway.awaitEnded();
            assertThat(origin.endpoint().activeTries()).isZero();
        }
    }

    @Test
    void aTryOfAClientThatLeavesIsOver() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.read();
                    asked.countDown();
                    connection.in().readAllBytes();
                });
                TestGateway gateway = gateway(inOrder(origin.endpoint()))) {
            try (RawExchange client = gateway.client()) {
                client.send(GET);
                asked.await();
            }
            assertThat(gateway.awaitEnded().failure()).isEqualTo(ProxyFailure.CLIENT_GONE);
            assertThat(origin.endpoint().activeTries()).isZero();
        }
    }

    @Test
    void anUpgradedConnectionCountsUntilItEnds() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.readHead();
                    connection.send(SWITCH);
                    connection.in().readAllBytes();
                });
                TestGateway gateway = gateway(inOrder(origin.endpoint()))) {
            try (RawExchange client = gateway.client()) {
                client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
                assertThat(client.readHead().status()).isEqualTo(101);
                assertThat(origin.endpoint().activeTries()).isEqualTo(1);
            }
            gateway.awaitEnded();
            assertThat(origin.endpoint().activeTries()).isZero();
        }
    }

    @Test
    void theBalancerHearsOnceWhatBecameOfEachChoice() throws Exception {
        Endpoint dead = ScriptedOrigin.dead();
        try (ScriptedOrigin origin = ScriptedOrigin.answering(OK)) {
            Recording balancer = new Recording(inOrder(dead, origin.endpoint()));
            try (TestGateway gateway = gateway(balancer)) {
                assertThat(gateway.exchange(GET).status()).isEqualTo(200);
                gateway.awaitEnded();
                assertThat(balancer.heard).containsExactly("unanswered " + dead, "answered " + origin.endpoint());
            }
        }
        Recording balancer = new Recording(inOrder(dead));
        try (TestGateway gateway = gateway(balancer)) {
            assertThat(gateway.exchange(GET).status()).isGreaterThanOrEqualTo(500);
            gateway.awaitEnded();
            assertThat(balancer.heard).containsExactly("unanswered " + dead);
        }
    }

    /** A balancer that notes what it hears. */
    private record Recording(Balancer balancer, Queue<String> heard) implements Balancer {

        Recording(Balancer balancer) {
            this(balancer, new ConcurrentLinkedQueue<>());
        }

        @Override
        public @Nullable Selection select(RequestView request, List<Endpoint> failed) {
            return balancer.select(request, failed);
        }

        @Override
        public void answered(RequestView request, Selection chosen) {
            heard.add("answered " + chosen.endpoint());
        }

        @Override
        public void unanswered(RequestView request, Selection chosen) {
            heard.add("unanswered " + chosen.endpoint());
        }
    }

    private static String withCookie(UUID id) {
        return "GET / HTTP/1.1\r\nHost: h\r\nCookie: sid=" + id + "\r\n\r\n";
    }

    private static TestGateway gateway(Balancer balancer) {
        return TestGateway.start(TestGateway.snapshot(UnaryOperator.identity(), UnaryOperator.identity(), balancer));
    }

    private static Balancer sticky(String tag, Endpoint... endpoints) {
        Upstream upstream = Upstream.builder("up")
                .algorithm(Algorithm.STICKY_SESSIONS)
                .stickySessions(new StickySessions("sid", null))
                .tags(List.of(tag))
                .build();
        return new dev.hawser.proxy.balancing.StickySessions(
                members(endpoints), "sid", "/", SessionOptions.of(upstream));
    }

    /** The first is much the heavier, so it is chosen first. */
    private static Balancer inOrder(Endpoint... endpoints) {
        return new LeastConnections(members(endpoints));
    }

    private static Members members(Endpoint... endpoints) {
        return Members.of(Stream.of(endpoints)
                .map(endpoint -> new WeightedEndpoint(endpoint, endpoint == endpoints[0] ? 100 : 1))
                .toList());
    }
}
