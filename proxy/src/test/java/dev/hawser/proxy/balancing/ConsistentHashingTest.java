package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.HashInput;
import dev.hawser.proxy.FakeRequest;
import dev.hawser.proxy.KongCases;
import dev.hawser.proxy.routing.PathNormalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class ConsistentHashingTest {

    @TestFactory
    Stream<DynamicTest> hashesTheValueThatKongHashes() {
        return cases("hash_input", kase -> {
            JsonNode upstream = kase.get("upstream");
            FakeRequest request = request(kase.get("request"));
            String value = HashedValue.of(input(upstream, "hash_on"), request);
            if (value == null) {
                value = HashedValue.of(input(upstream, "hash_fallback"), request);
            }
            JsonNode expected = kase.get("expected").get("hash_value");
            // Kong hashes the empty text when there is nothing.
            assertThat(value == null ? "" : value).isEqualTo(expected.isNull() ? "" : expected.asString());
        });
    }

    @Test
    void givesThePointsThatKongGives() {
        assertThat(HashRing.entries(RotationTest.members(100))).containsExactly(160);
        assertThat(HashRing.entries(RotationTest.members(10, 10))).containsExactly(160, 160);
        // As the recorded cases with one address a target: weight / total * targets * 160, rounded down.
        assertThat(HashRing.entries(RotationTest.members(25, 25, 10))).containsExactly(200, 200, 80);
        assertThat(HashRing.entries(RotationTest.members(0, 65535, 1))).containsExactly(0, 479, 1);
    }

    @TestFactory
    Stream<DynamicTest> distributesKeysAsKongDoes() {
        return cases("hash_distribution", kase -> {
            List<WeightedEndpoint> members = members(kase.get("targets"));
            int[] hits = new int[members.size()];
            owners(members, kase).values().forEach(owner -> hits[owner]++);
            JsonNode exact = kase.get("expected").get("hits");
            JsonNode bounds = kase.get("expected").get("hits_exclusive_bounds");
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
        });
    }

    @TestFactory
    Stream<DynamicTest> movesAsFewKeysAsKongDoes() {
        return cases("hash_remap", kase -> {
            Map<Integer, Integer> before = owners(members(kase.get("targets_before")), kase);
            Map<Integer, Integer> after = owners(members(kase.get("targets_after")), kase);
            long moved = before.keySet().stream()
                    .filter(key -> !Objects.equals(before.get(key), after.get(key)))
                    .count();
            assertThat(moved * 100.0 / before.size())
                    .isPositive()
                    .isLessThan(kase.get("expected").get("moved_percent_below").asInt());
        });
    }

    @Test
    void theOrderOfTargetsDoesNotMatter() {
        List<WeightedEndpoint> members = RotationTest.members(100, 50, 100, 7);
        HashRing ring = new HashRing(members, 10_000);
        HashRing reversed = new HashRing(members.reversed(), 10_000);
        for (int key = 0; key < 1000; key++) {
            assertThat(reversed.find("" + key, index -> true)).isEqualTo(3 - ring.find("" + key, index -> true));
        }
    }

    @Test
    void losingAnEndpointMovesItsValuesOnly() {
        List<WeightedEndpoint> members = RotationTest.members(1, 1, 1, 1);
        HashRing ring = new HashRing(members, 10_000);
        for (int key = 0; key < 1000; key++) {
            int owner = ring.find("" + key, index -> true);
            int without = ring.find("" + key, index -> index != 2);
            assertThat(without).isNotEqualTo(2);
            assertThat(owner == 2 || owner == without).isTrue();
        }
    }

    @Test
    void makesUpACookieOnceAndKeepsToItsEndpoint() {
        Balancer balancer =
                new ConsistentHashing(RotationTest.members(1, 1, 1), 1000, new HashInput.Cookie("h", "/p"), null);
        Selection first = Objects.requireNonNull(balancer.select(FakeRequest.get("/"), List.of()));
        String setCookie = Objects.requireNonNull(first.setCookie());
        assertThat(setCookie).matches("h=[0-9a-f-]{36}; Path=/p; HttpOnly; SameSite=Lax");
        FakeRequest again =
                FakeRequest.get("/").header("Cookie", "a=b; " + setCookie.substring(0, setCookie.indexOf(';')));
        Selection second = Objects.requireNonNull(balancer.select(again, List.of()));
        assertThat(second).isEqualTo(new Selection(first.endpoint(), SessionOutcome.NONE, null));
    }

    @Test
    void goesToTerminatingEndpointsWhenNothingElseServes() {
        List<WeightedEndpoint> members = RotationTest.members(1, 0);
        members.get(1).endpoint().markTerminating();
        Balancer balancer = new ConsistentHashing(members, 1000, new HashInput.Ip(), null);
        Endpoint ready = members.get(0).endpoint();
        assertThat(Objects.requireNonNull(balancer.select(FakeRequest.get("/"), List.of()))
                        .endpoint())
                .isSameAs(ready);
        assertThat(Objects.requireNonNull(balancer.select(FakeRequest.get("/"), List.of(ready)))
                        .endpoint())
                .isSameAs(members.get(1).endpoint());
        members.get(1).endpoint().markUnhealthy();
        assertThat(balancer.select(FakeRequest.get("/"), List.of(ready))).isNull();
    }

    private interface Check {
        void of(JsonNode kase);
    }

    private static Stream<DynamicTest> cases(String kind, Check check) {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode kase : KongCases.read("balancer-hash.json").get("cases")) {
            if (kase.get("kind").asString().equals(kind) && !kase.toString().contains("uri_capture")) {
                String name = kase.get("id").asString() + " "
                        + kase.get("description").asString();
                tests.add(DynamicTest.dynamicTest(name, () -> check.of(kase)));
            }
        }
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    private static Map<Integer, Integer> owners(List<WeightedEndpoint> members, JsonNode kase) {
        HashRing ring = new HashRing(members, kase.get("slots").asInt());
        Map<Integer, Integer> owners = new HashMap<>();
        for (int key = kase.get("keys").get("from").asInt();
                key <= kase.get("keys").get("to").asInt();
                key++) {
            owners.put(key, ring.find("" + key, i -> members.get(i).endpoint().healthy()));
        }
        return owners;
    }

    private static List<WeightedEndpoint> members(JsonNode targets) {
        List<WeightedEndpoint> members = new ArrayList<>();
        for (JsonNode target : targets) {
            WeightedEndpoint member = member(
                    target.get("address").asString(), target.get("weight").asInt());
            if (!target.path("healthy").asBoolean(true)) {
                member.endpoint().markUnhealthy();
            }
            members.add(member);
        }
        return members;
    }

    private static WeightedEndpoint member(String address, int weight) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
        return new WeightedEndpoint(
                new Endpoint(new UUID(1, address.hashCode()), host, Integer.parseInt(address.substring(colon + 1))),
                weight);
    }

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
        return request;
    }

    private static @Nullable HashInput input(JsonNode upstream, String field) {
        JsonNode kind = upstream.get(field);
        return switch (kind == null ? "none" : kind.asString()) {
            case "header" ->
                new HashInput.Header(upstream.get(field + "_header").asString());
            case "query_arg" ->
                new HashInput.QueryArg(upstream.get(field + "_query_arg").asString());
            case "path" -> new HashInput.Path();
            default -> null;
        };
    }
}
