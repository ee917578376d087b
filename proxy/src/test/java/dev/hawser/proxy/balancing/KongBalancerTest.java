package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.HashInput;
import dev.hawser.config.Route;
import dev.hawser.config.TargetAddress;
import dev.hawser.proxy.FakeRequest;
import dev.hawser.proxy.KongCases;
import dev.hawser.proxy.routing.IndexedRouter;
import dev.hawser.proxy.routing.PathNormalizer;
import dev.hawser.proxy.routing.RouteIndex;
import dev.hawser.proxy.runtime.RouteRuntime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/**
 * What Kong's balancers do in Kong's own tests. One thing is played differently: when all targets have failed in one
 * request, Kong begins with the first again, whereas here the exchange is over, so the case begins another round.
 */
class KongBalancerTest {

    private static final int RECORDED = 107;

    @TestFactory
    Stream<DynamicTest> balancesAsKongDoes() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode kase : KongCases.read("balancer-hash.json").get("cases")) {
            String name =
                    kase.get("id").asString() + " " + kase.get("description").asString();
            tests.add(DynamicTest.dynamicTest(name, () -> check(kase)));
        }
        assertThat(tests).hasSize(RECORDED);
        return tests.stream();
    }

    private static void check(JsonNode kase) {
        JsonNode expected = kase.path("expected");
        switch (kase.get("kind").asString()) {
            case "hash_input" -> checkHashInput(kase, expected);
            case "hash_cookie" -> checkHashCookie(kase);
            case "health_threshold" -> checkThreshold(kase, expected);
            case "round_robin_share" -> checkShares(kase, expected);
            case "round_robin_wheel" -> checkWheel(kase, expected);
            case "no_peer" -> checkNoPeer(kase);
            case "continuum_share" -> checkContinuum(kase, expected);
            case "hash_distribution" -> checkDistribution(kase, expected);
            case "hash_remap" -> checkRemap(kase, expected);
            case "hash_order" -> checkOrder(kase);
            case "least_connections" -> checkLeastConnections(kase, expected);
            default -> throw new AssertionError("a kind that is not known: " + kase.get("kind"));
        }
    }

    // Consistent hashing

    private static void checkHashInput(JsonNode kase, JsonNode expected) {
        JsonNode upstream = kase.get("upstream");
        FakeRequest request = request(kase.get("request"));
        String value = HashedValue.of(input(upstream, "hash_on"), request);
        if (value == null) {
            value = HashedValue.of(input(upstream, "hash_fallback"), request);
        }
        JsonNode hashed = expected.get("hash_value");
        // Kong hashes the empty text when there is nothing.
        assertThat(value == null ? "" : value).isEqualTo(hashed.isNull() ? "" : hashed.asString());

        Balancer balancer = hashing(upstream, RotationTest.members(100, 100));
        Set<Endpoint> chosen = new HashSet<>();
        for (int i = 0; i < 21; i++) {
            chosen.add(select(balancer, request).endpoint());
        }
        assertThat(chosen).hasSize(1);
    }

    private static void checkHashCookie(JsonNode kase) {
        int[] weights = new int[kase.get("targets").asInt()];
        Arrays.fill(weights, 100);
        Balancer balancer = hashing(kase.get("upstream"), RotationTest.members(weights));
        String captured = "";
        Endpoint first = null;
        for (JsonNode step : kase.get("steps")) {
            for (int i = 0; i < step.path("repeat").asInt(1); i++) {
                String cookie = step.get("request").get("headers").get("Cookie").asString();
                Selection selection = select(
                        balancer, FakeRequest.get("/").header("Cookie", cookie.replace("<captured value>", captured)));
                JsonNode expected = step.get("expected");
                if (expected.has("set_cookie_pattern")) {
                    String made = Objects.requireNonNull(selection.setCookie());
                    assertThat(made).startsWith("hashme=");
                    captured = made.substring("hashme=".length(), made.indexOf(';'));
                } else {
                    assertThat(selection.setCookie()).isNull();
                }
                if (expected.has("same_target_as_step")) {
                    assertThat(selection.endpoint()).isSameAs(first);
                }
                first = first == null ? selection.endpoint() : first;
            }
        }
    }

    private static void checkContinuum(JsonNode kase, JsonNode expected) {
        List<WeightedEndpoint> members = new ArrayList<>();
        List<Integer> entries = new ArrayList<>();
        for (JsonNode target : kase.get("targets")) {
            for (JsonNode address : target.get("addresses")) {
                members.add(member(address.asString(), target.get("weight").asInt()));
                entries.add(expected.get("continuum_entries")
                        .get(address.asString())
                        .asInt());
            }
        }
        assertThat(HashRing.entries(members, kase.get("targets").size()))
                .containsExactly(entries.stream().mapToInt(Integer::intValue).toArray());
    }

    private static void checkDistribution(JsonNode kase, JsonNode expected) {
        List<WeightedEndpoint> members = members(kase.get("targets"));
        int[] hits = new int[members.size()];
        owners(members, kase).values().forEach(owner -> hits[owner]++);
        JsonNode exact = expected.get("hits");
        JsonNode bounds = expected.get("hits_exclusive_bounds");
        for (int i = 0; i < hits.length; i++) {
            if (exact != null) {
                assertThat(hits[i]).isEqualTo(exact.get(i).asInt());
            } else {
                assertThat(hits[i])
                        .isStrictlyBetween(
                                bounds.get(i).get(0).asInt(),
                                bounds.get(i).get(1).asInt());
            }
        }
    }

    private static void checkRemap(JsonNode kase, JsonNode expected) {
        Map<Integer, Integer> before = owners(members(kase.get("targets_before")), kase);
        Map<Integer, Integer> after = owners(members(kase.get("targets_after")), kase);
        long moved = before.keySet().stream()
                .filter(key -> !Objects.equals(before.get(key), after.get(key)))
                .count();
        assertThat(moved * 100.0 / before.size())
                .isPositive()
                .isLessThan(expected.get("moved_percent_below").asInt());
    }

    private static void checkOrder(JsonNode kase) {
        List<WeightedEndpoint> members = members(kase.get("targets"));
        List<List<Endpoint>> owners = new ArrayList<>();
        for (JsonNode order : kase.get("target_orders")) {
            List<WeightedEndpoint> ordered = new ArrayList<>();
            order.forEach(place -> ordered.add(members.get(place.asInt() - 1)));
            HashRing ring = new HashRing(Members.of(ordered), kase.get("slots").asInt());
            List<Endpoint> found = new ArrayList<>();
            for (int key = 0; key < 2000; key++) {
                found.add(ordered.get(ring.find("" + key, List.of())).endpoint());
            }
            owners.add(found);
        }
        assertThat(owners).hasSizeGreaterThan(1);
        assertThat(Set.copyOf(owners)).hasSize(1);
    }

    private static Map<Integer, Integer> owners(List<WeightedEndpoint> members, JsonNode kase) {
        HashRing ring = new HashRing(Members.of(members), kase.get("slots").asInt());
        Map<Integer, Integer> owners = new HashMap<>();
        int last = kase.get("keys").get("to").asInt();
        for (int key = kase.get("keys").get("from").asInt(); key <= last; key++) {
            owners.put(key, ring.find("" + key, List.of()));
        }
        return owners;
    }

    // Round robin, threshold

    private static void checkThreshold(JsonNode kase, JsonNode expected) {
        Members members = Members.of(members(kase.get("targets")));
        Balancer balancer = new HealthThreshold(
                new RoundRobin(members), members, kase.get("threshold").asDouble());
        assertThat(balancer.select(FakeRequest.get("/"), List.of()) != null)
                .isEqualTo(expected.get("balancer_healthy").asBoolean());
    }

    private static void checkShares(JsonNode kase, JsonNode expected) {
        List<WeightedEndpoint> members = members(kase.get("targets"));
        Balancer balancer = new RoundRobin(Members.of(members));
        Map<Endpoint, Integer> hits = new HashMap<>();
        for (int i = 0; i < kase.get("requests").asInt(); i++) {
            hits.merge(select(balancer, FakeRequest.get("/")).endpoint(), 1, Integer::sum);
        }
        for (int i = 0; i < members.size(); i++) {
            assertThat(hits.getOrDefault(members.get(i).endpoint(), 0))
                    .isEqualTo(expected.get("hits").get(i).asInt());
        }
    }

    private static void checkWheel(JsonNode kase, JsonNode expected) {
        List<Integer> entries = new ArrayList<>();
        kase.get("addresses")
                .forEach(address -> entries.add(expected.get("wheel_entries")
                        .get(address.get("address").asString())
                        .asInt()));
        assertThat(Rotation.entries(members(kase.get("addresses"))))
                .containsExactly(entries.stream().mapToInt(Integer::intValue).toArray());
    }

    private static void checkNoPeer(JsonNode kase) {
        if (!kase.has("steps")) {
            assertThat(served(members(kase.get("targets")), 20)).isZero();
            return;
        }
        for (JsonNode step : kase.get("steps")) {
            assertThat(served(members(step.get("targets")), step.get("requests").asInt()))
                    .isEqualTo(step.get("ok").asInt());
        }
    }

    private static int served(List<WeightedEndpoint> endpoints, int requests) {
        int served = 0;
        for (Balancer balancer : List.of(
                new RoundRobin(Members.of(endpoints)),
                new LeastConnections(Members.of(endpoints)),
                new Latency(Members.of(endpoints)),
                new StickySessions(Members.of(endpoints), "sid", "/"),
                new ConsistentHashing(Members.of(endpoints), 1000, new HashInput.Ip(), null))) {
            served = 0;
            for (int i = 0; i < requests; i++) {
                served += balancer.select(FakeRequest.get("/"), List.of()) == null ? 0 : 1;
            }
            assertThat(served).isIn(0, requests);
        }
        return served;
    }

    // Least connections

    private static void checkLeastConnections(JsonNode kase, JsonNode expected) {
        List<WeightedEndpoint> members = members(kase.get("targets"));
        Balancer balancer = new LeastConnections(Members.of(members));
        if (expected.has("ratio_ok1_ok2")) {
            checkRatio(kase, members, balancer, expected.get("ratio_ok1_ok2"));
            return;
        }
        Map<String, Integer> total = new HashMap<>();
        for (JsonNode step : kase.get("steps")) {
            if (step.has("set_healthy")) {
                members.stream()
                        .map(WeightedEndpoint::endpoint)
                        .filter(endpoint ->
                                endpoint.host().equals(step.get("set_healthy").asString()))
                        .forEach(Endpoint::markHealthy);
                continue;
            }
            List<String> order = step.has("picks")
                    ? picks(balancer, step.get("picks").asInt())
                    : tries(balancer, step.get("tries_of_one_request").asInt());
            Map<String, Integer> hits = new HashMap<>();
            order.forEach(host -> hits.merge(host, 1, Integer::sum));
            order.forEach(host -> total.merge(host, 1, Integer::sum));
            checkHits(step.get("hits"), hits);
            checkHits(step.get("total_hits"), total);
            if (step.has("order")) {
                assertThat(order)
                        .isEqualTo(step.get("order")
                                .valueStream()
                                .map(JsonNode::asString)
                                .toList());
            }
            if (step.has("total_open_connections")) {
                assertThat(members.stream()
                                .mapToInt(member -> member.endpoint().activeTries())
                                .sum())
                        .isEqualTo(step.get("total_open_connections").asInt());
            }
        }
    }

    private static void checkHits(@Nullable JsonNode expected, Map<String, Integer> hits) {
        if (expected != null) {
            Map<String, Integer> wanted = new HashMap<>();
            expected.properties()
                    .forEach(host -> wanted.put(host.getKey(), host.getValue().asInt()));
            assertThat(hits).isEqualTo(wanted);
        }
    }

    /** Picks that are never released. */
    private static List<String> picks(Balancer balancer, int picks) {
        List<String> order = new ArrayList<>();
        for (int i = 0; i < picks; i++) {
            Endpoint endpoint = select(balancer, FakeRequest.get("/")).endpoint();
            new EndpointUse().begin(endpoint, System.nanoTime());
            order.add(endpoint.host());
        }
        return order;
    }

    private static List<String> tries(Balancer balancer, int tries) {
        List<String> order = new ArrayList<>();
        List<Endpoint> failed = new ArrayList<>();
        EndpointUse use = new EndpointUse();
        for (int i = 0; i < tries; i++) {
            Selection selection = balancer.select(FakeRequest.get("/"), failed);
            if (selection == null) {
                failed.clear();
                selection = select(balancer, FakeRequest.get("/"));
            }
            use.begin(selection.endpoint(), System.nanoTime());
            failed.add(selection.endpoint());
            order.add(selection.endpoint().host());
        }
        return order;
    }

    /** A hundred clients that ask again as soon as they are answered, for one and a half seconds of a clock of its own. */
    private static void checkRatio(JsonNode kase, List<WeightedEndpoint> members, Balancer balancer, JsonNode bounds) {
        record Answer(long atMillis, int server, EndpointUse use) {}
        PriorityQueue<Answer> answers = new PriorityQueue<>((a, b) -> Long.compare(a.atMillis(), b.atMillis()));
        int[] served = new int[2];
        long now = 0;
        for (int client = 0; client < 100 || now < 1500; client++) {
            EndpointUse use = new EndpointUse();
            Endpoint chosen = select(balancer, FakeRequest.get("/")).endpoint();
            use.begin(chosen, now);
            int server = chosen == members.get(0).endpoint() ? 0 : 1;
            long delay = kase.get("targets").get(server).get("delay_ms").asLong();
            answers.add(new Answer(now + delay, server, use));
            if (client >= 99) {
                Answer answer = answers.remove();
                now = answer.atMillis();
                served[answer.server()]++;
                answer.use().end();
            }
        }
        assertThat((double) served[0] / served[1])
                .isBetween(bounds.get(0).asDouble(), bounds.get(1).asDouble());
    }

    // What cases are made of

    private static Selection select(Balancer balancer, FakeRequest request) {
        return Objects.requireNonNull(balancer.select(request, List.of()), "nothing selected");
    }

    private static Balancer hashing(JsonNode upstream, List<WeightedEndpoint> members) {
        return new ConsistentHashing(
                Members.of(members), 10, input(upstream, "hash_on"), input(upstream, "hash_fallback"));
    }

    private static List<WeightedEndpoint> members(JsonNode targets) {
        List<WeightedEndpoint> members = new ArrayList<>();
        for (JsonNode target : targets) {
            String address = target.path("address").asString("10.0.0." + members.size() + ":80");
            WeightedEndpoint member = member(address, target.path("weight").asInt());
            if (!target.path("healthy").asBoolean(true)) {
                member.endpoint().markUnhealthy();
            }
            members.add(member);
        }
        return members;
    }

    private static WeightedEndpoint member(String text, int weight) {
        TargetAddress address = TargetAddress.parse(text);
        return new WeightedEndpoint(new Endpoint(new UUID(1, text.hashCode()), address.host(), address.port()), weight);
    }

    /** A request that has found the route that all recorded cases have. */
    private static FakeRequest request(JsonNode json) {
        String uri = json.get("uri").asString();
        int question = uri.indexOf('?');
        FakeRequest request = FakeRequest.get(PathNormalizer.normalize(question < 0 ? uri : uri.substring(0, question)))
                .query(question < 0 ? null : uri.substring(question + 1));
        json.get("headers").properties().forEach(header -> {
            if (header.getValue().isArray()) {
                header.getValue().forEach(value -> request.header(header.getKey(), value.asString()));
            } else {
                request.header(header.getKey(), header.getValue().asString());
            }
        });
        Route route = Route.builder(new UUID(0, 1))
                .paths(List.of("/", "~/(?<namespace>[^/]+)/(?<id>[0-9]+)/?"))
                .build();
        IndexedRouter router = new IndexedRouter(RouteIndex.of(List.of(route)), List.of(new RouteRuntime(route, null)));
        return request.routed(router.match(request));
    }

    private static @Nullable HashInput input(JsonNode upstream, String field) {
        JsonNode kind = upstream.get(field);
        return switch (kind == null ? "none" : kind.asString()) {
            case "none" -> null;
            case "header" ->
                new HashInput.Header(upstream.get(field + "_header").asString());
            case "cookie" -> new HashInput.Cookie(upstream.get("hash_on_cookie").asString(), null);
            case "query_arg" ->
                new HashInput.QueryArg(upstream.get(field + "_query_arg").asString());
            case "uri_capture" ->
                new HashInput.UriCapture(upstream.get(field + "_uri_capture").asString());
            case "path" -> new HashInput.Path();
            default -> throw new AssertionError("an input that is not known: " + kind);
        };
    }
}
