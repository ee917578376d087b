package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.HashInput;
import dev.hawser.proxy.FakeRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConsistentHashingTest {

    @Test
    void everyMadeUpCookieIsAnotherRandomUuid() {
        Members members = Members.of(RotationTest.members(1, 1, 1));
        ConsistentHashing balancer = new ConsistentHashing(members, 1000, new HashInput.Cookie("h", "/"), null);
        Set<UUID> made = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            Selection newcomer = Objects.requireNonNull(balancer.select(FakeRequest.get("/"), List.of()));
            String cookie = Objects.requireNonNull(newcomer.setCookie());
            UUID value = UUID.fromString(cookie.substring("h=".length(), cookie.indexOf(';')));
            assertThat(value.version()).isEqualTo(4);
            assertThat(value.variant()).isEqualTo(2);
            made.add(value);
        }
        assertThat(made).hasSize(1000);
    }

    /** The ring as kong-compat describes it, written down a second time, with a hash function of its own. */
    @Test
    void placesKeysWhereTheDescriptionOfTheRingPutsThem() {
        Random random = new Random(11);
        for (int slots : new int[] {10, 1000, 1009, 10_000}) {
            List<WeightedEndpoint> endpoints = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String host = "10." + random.nextInt(256) + ".0." + random.nextInt(256);
                endpoints.add(
                        new WeightedEndpoint(new Endpoint(new UUID(3, i), host, 1 + random.nextInt(60_000)), i * 7));
            }
            HashRing ring = new HashRing(Members.of(endpoints), slots);
            WeightedEndpoint[] described = describedRing(endpoints, Math.max(slots, 1000));
            assertThat(ring.size()).isEqualTo(described.length);
            for (int key = 0; key < 2000; key++) {
                int point = (int) (xxh32(("key " + key).getBytes(StandardCharsets.UTF_8)) % described.length);
                while (described[point] == null) {
                    point = point == 0 ? described.length - 1 : point - 1;
                }
                assertThat(endpoints.get(ring.find("key " + key, List.of())))
                        .as("slots %d, key %d", slots, key)
                        .isSameAs(described[point]);
            }
        }
    }

    private static WeightedEndpoint[] describedRing(List<WeightedEndpoint> endpoints, int size) {
        List<WeightedEndpoint> sorted = new ArrayList<>(endpoints);
        sorted.sort((a, b) -> a.endpoint().host().equals(b.endpoint().host())
                ? Integer.compare(a.endpoint().port(), b.endpoint().port())
                : a.endpoint().host().compareTo(b.endpoint().host()));
        int total = endpoints.stream().mapToInt(WeightedEndpoint::weight).sum();
        WeightedEndpoint[] ring = new WeightedEndpoint[size];
        for (WeightedEndpoint each : sorted) {
            int left = (int) Math.floor((double) each.weight() / total * endpoints.size() * 160);
            left = each.weight() > 0 && left == 0 ? 1 : left;
            for (int i = 1; left > 0; i++) {
                String point = each.endpoint().host() + "::" + each.endpoint().port() + " " + i;
                int at = (int) (xxh32(point.getBytes(StandardCharsets.UTF_8)) % size);
                if (ring[at] == null) {
                    ring[at] = each;
                    left--;
                }
            }
        }
        return ring;
    }

    /** XXH32 with seed 0, from its specification, in unsigned arithmetic of 64 bits. */
    private static long xxh32(byte[] input) {
        long[] prime = {0, 2654435761L, 2246822519L, 3266489917L, 668265263L, 374761393L};
        ByteBuffer in = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
        long acc = prime[5];
        if (input.length >= 16) {
            long[] lanes = {prime[1] + prime[2], prime[2], 0, -prime[1]};
            while (in.remaining() >= 16) {
                for (int lane = 0; lane < 4; lane++) {
                    long mixed = u32(lanes[lane] + u32(in.getInt()) * prime[2]);
                    lanes[lane] = u32(rotate(mixed, 13) * prime[1]);
                }
            }
            acc = rotate(lanes[0], 1) + rotate(lanes[1], 7) + rotate(lanes[2], 12) + rotate(lanes[3], 18);
        }
        acc = u32(acc + input.length);
        while (in.remaining() >= 4) {
            acc = u32(rotate(u32(acc + u32(in.getInt()) * prime[3]), 17) * prime[4]);
        }
        while (in.hasRemaining()) {
            acc = u32(rotate(u32(acc + (in.get() & 0xFFL) * prime[5]), 11) * prime[1]);
        }
        acc = u32((acc ^ (acc >>> 15)) * prime[2]);
        acc = u32((acc ^ (acc >>> 13)) * prime[3]);
        return acc ^ (acc >>> 16);
    }

    private static long u32(long value) {
        return value & 0xFFFF_FFFFL;
    }

    private static long rotate(long value, int bits) {
        return u32((value << bits) | (u32(value) >>> (32 - bits)));
    }

    @Test
    void theOrderOfTargetsDoesNotMatter() {
        List<WeightedEndpoint> members = RotationTest.members(100, 50, 100, 7);
        HashRing ring = new HashRing(Members.of(members), 10_000);
        HashRing reversed = new HashRing(Members.of(members.reversed()), 10_000);
        for (int key = 0; key < 1000; key++) {
            assertThat(reversed.find("" + key, List.of())).isEqualTo(3 - ring.find("" + key, List.of()));
        }
    }

    @Test
    void losingAnEndpointMovesItsValuesOnlyAndItsReturnBringsThemBack() {
        List<WeightedEndpoint> members = RotationTest.members(1, 1, 1, 1);
        HashRing ring = new HashRing(Members.of(members), 10_000);
        Endpoint lost = members.get(2).endpoint();
        for (int key = 0; key < 1000; key++) {
            int owner = ring.find("" + key, List.of());
            int retried = ring.find("" + key, List.of(lost));
            lost.markUnhealthy();
            int without = ring.find("" + key, List.of());
            lost.markHealthy();
            assertThat(without).isNotEqualTo(2).isEqualTo(retried);
            assertThat(owner == 2 || owner == without).isTrue();
            assertThat(ring.find("" + key, List.of())).isEqualTo(owner);
        }
    }

    @Test
    void aRingTooSmallForItsTargetsGrowsUntilAllHaveAShare() {
        int[] weights = new int[500];
        Arrays.fill(weights, 100);
        HashRing ring = new HashRing(Members.of(RotationTest.members(weights)), 1000);
        assertThat(ring.size()).isGreaterThan(500 * 160);
        for (int i = 0; i < weights.length; i++) {
            assertThat(ring.points(i)).isEqualTo(160);
        }
    }

    @Test
    void manyThousandTargetsEachHaveAShareOfABoundedRing() {
        int[] weights = new int[10_000];
        Arrays.fill(weights, 1);
        HashRing ring = new HashRing(Members.of(RotationTest.members(weights)), 10_000);
        assertThat(ring.size()).isLessThan(1 << 20);
        for (int i = 0; i < weights.length; i++) {
            assertThat(ring.points(i)).isPositive();
        }
    }

    @Test
    void findsTheOnlyOneThatServesAndNoneWhenNoneDoes() {
        List<WeightedEndpoint> members = RotationTest.members(1, 1, 1, 1, 1, 1, 1, 1);
        HashRing ring = new HashRing(Members.of(members), 10_000);
        members.forEach(member -> member.endpoint().markUnhealthy());
        assertThat(ring.find("x", List.of())).isEqualTo(HashRing.NONE);
        members.get(5).endpoint().markHealthy();
        for (int key = 0; key < 100; key++) {
            assertThat(ring.find("" + key, List.of())).isEqualTo(5);
        }
        assertThat(ring.find("x", List.of(members.get(5).endpoint()))).isEqualTo(HashRing.NONE);
    }

    @Test
    void makesUpACookieOnceAndKeepsToItsEndpoint() {
        Balancer balancer = new ConsistentHashing(
                Members.of(RotationTest.members(1, 1, 1)), 1000, new HashInput.Cookie("h", "/p"), null);
        Selection first = Objects.requireNonNull(balancer.select(FakeRequest.get("/"), List.of()));
        String setCookie = Objects.requireNonNull(first.setCookie());
        assertThat(setCookie).matches("h=[0-9a-f-]{36}; Path=/p; HttpOnly; SameSite=Lax");
        FakeRequest again =
                FakeRequest.get("/").header("Cookie", "a=b; " + setCookie.substring(0, setCookie.indexOf(';')));
        Selection second = Objects.requireNonNull(balancer.select(again, List.of()));
        assertThat(second).isEqualTo(new Selection(first.endpoint(), SessionOutcome.NONE, null));
    }

    @Test
    void theCookieIsSecureOnSecureConnections() {
        Balancer balancer = new ConsistentHashing(
                Members.of(RotationTest.members(1)), 1000, new HashInput.Ip(), new HashInput.Cookie("h", null));
        Selection byAddress = Objects.requireNonNull(balancer.select(FakeRequest.get("/"), List.of()));
        assertThat(byAddress.setCookie()).isNull();
        Balancer byCookie = new ConsistentHashing(
                Members.of(RotationTest.members(1)), 1000, new HashInput.Consumer(), new HashInput.Cookie("h", null));
        Selection made =
                Objects.requireNonNull(byCookie.select(FakeRequest.get("/").overTls("shop.example"), List.of()));
        assertThat(made.setCookie()).endsWith("; HttpOnly; SameSite=Lax; Secure");
    }

    @Test
    void aHeaderIsHashedByItsBytes() {
        HashInput header = new HashInput.Header("x-key");
        String latin = new String("Zürich".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(HashedValue.of(header, FakeRequest.get("/").header("X-Key", latin)))
                .isEqualTo(latin);
        assertThat(HashedValue.of(new HashInput.Path(), FakeRequest.get("/Z%C3%BCrich")))
                .isEqualTo("/" + latin);
        assertThat(XxHash32.hash(latin)).isEqualTo((int) xxh32("Zürich".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void goesToTerminatingEndpointsWhenNothingElseServes() {
        List<WeightedEndpoint> members = RotationTest.members(1, 0);
        members.get(1).endpoint().markTerminating();
        Balancer balancer = new ConsistentHashing(Members.of(members), 1000, new HashInput.Ip(), null);
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
}
