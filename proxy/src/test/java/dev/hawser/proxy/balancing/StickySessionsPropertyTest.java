package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.FakeRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Generated lives of an upstream: what holds for sessions must hold after every step. */
class StickySessionsPropertyTest {

    private final List<WeightedEndpoint> members = new ArrayList<>();
    private final List<UUID> removedIds = new ArrayList<>();
    /** What each client's browser holds. */
    private final Map<Integer, String> jar = new HashMap<>();

    private int pods;

    @RepeatedTest(40)
    void sessionsHoldThroughAnySequenceOfChanges(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        for (int step = 0; step < 400; step++) {
            String change = change(random);
            StickySessions balancer = new StickySessions(members, "sid", "/");
            for (int pick = 0; pick < 4; pick++) {
                int client = random.nextInt(25);
                Endpoint failed = members.isEmpty() || random.nextInt(4) > 0
                        ? null
                        : anyMember(random).endpoint();
                checkPick(balancer, client, failed, "seed " + seed + ", step " + step + " (" + change + ")");
            }
        }
    }

    private void checkPick(StickySessions balancer, int client, @Nullable Endpoint failed, String where) {
        FakeRequest request = FakeRequest.get("/");
        String held = jar.get(client);
        if (held != null) {
            request.header("Cookie", "theme=dark; sid=" + held);
        }
        List<Endpoint> failures = failed == null ? List.of() : List.of(failed);
        WeightedEndpoint holder = members.stream()
                .filter(member -> member.endpoint().id().toString().equals(held))
                .findFirst()
                .orElse(null);
        Endpoint holding = holder != null && serves(holder, failures) ? holder.endpoint() : null;
        boolean weightedServe = members.stream().anyMatch(member -> member.weight() > 0 && serves(member, failures));
        boolean terminatingServe = members.stream()
                .anyMatch(
                        member -> member.weight() == 0 && member.endpoint().terminating() && serves(member, failures));

        Selection selection = balancer.select(request, failures);

        if (selection == null) {
            assertThat(holding != null || weightedServe || terminatingServe)
                    .as("%s: somebody could have served", where)
                    .isFalse();
            return;
        }
        Endpoint chosen = selection.endpoint();
        assertThat(failures).as(where).doesNotContain(chosen);
        assertThat(chosen.healthy()).as(where).isTrue();
        assertThat(removedIds).as("%s: an id that was removed", where).doesNotContain(chosen.id());
        if (holding != null) {
            assertThat(chosen).as("%s: a holder was moved", where).isSameAs(holding);
            assertThat(selection.outcome()).as(where).isEqualTo(SessionOutcome.STUCK);
            assertThat(selection.setCookie()).as(where).isNull();
            return;
        }
        assertThat(selection.outcome())
                .as(where)
                .isEqualTo(held == null ? SessionOutcome.NEW : SessionOutcome.REASSIGNED);
        WeightedEndpoint given = members.stream()
                .filter(member -> member.endpoint() == chosen)
                .findFirst()
                .orElseThrow();
        assertThat(given.weight() > 0)
                .as("%s: a new session on an endpoint without weight", where)
                .isEqualTo(weightedServe);
        assertThat(given.weight() > 0 || chosen.terminating()).as(where).isTrue();
        assertThat(selection.setCookie()).as(where).startsWith("sid=" + chosen.id() + ";");
        jar.put(client, chosen.id().toString());
    }

    private static boolean serves(WeightedEndpoint member, List<Endpoint> failures) {
        return member.endpoint().healthy() && !failures.contains(member.endpoint());
    }

    private String change(Random random) {
        int kind = random.nextInt(6);
        if (members.isEmpty() || (kind == 0 && members.size() < 8)) {
            Endpoint endpoint = new Endpoint(new UUID(random.nextLong(), ++pods), "10.0.0." + pods % 4, 8080);
            members.add(new WeightedEndpoint(endpoint, random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(200)));
            return "add";
        }
        WeightedEndpoint member = anyMember(random);
        return switch (kind) {
            case 1 -> {
                member.endpoint().markTerminating();
                members.set(members.indexOf(member), new WeightedEndpoint(member.endpoint(), 0));
                yield "drain";
            }
            case 2 -> {
                members.remove(member);
                removedIds.add(member.endpoint().id());
                yield "remove";
            }
            case 3 -> {
                member.endpoint().markUnhealthy();
                yield "fail";
            }
            default -> {
                member.endpoint().markHealthy();
                yield "recover";
            }
        };
    }

    private WeightedEndpoint anyMember(Random random) {
        return members.get(random.nextInt(members.size()));
    }
}
