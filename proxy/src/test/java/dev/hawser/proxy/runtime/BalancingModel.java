package dev.hawser.proxy.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Algorithm;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.HashInput;
import dev.hawser.config.StickySessions;
import dev.hawser.config.Target;
import dev.hawser.config.TargetIds;
import dev.hawser.config.Upstream;
import dev.hawser.proxy.FakeRequest;
import dev.hawser.proxy.balancing.Balancer;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.balancing.EndpointUse;
import dev.hawser.proxy.balancing.Selection;
import dev.hawser.proxy.balancing.SessionOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An upstream and its clients, and what has to hold of every choice of an endpoint. */
final class BalancingModel {

    private static final int CLIENTS = 8;
    private static final int ADDRESSES = 5;
    private static final int MAX_FAILURES = 3;

    /** The ways to balance, the kinds of sticky sessions among them. */
    enum Kind {
        ROUND_ROBIN(Algorithm.ROUND_ROBIN),
        LEAST_CONNECTIONS(Algorithm.LEAST_CONNECTIONS),
        LATENCY(Algorithm.LATENCY),
        CONSISTENT_HASHING(Algorithm.CONSISTENT_HASHING),
        STICKY(Algorithm.STICKY_SESSIONS),
        STICKY_STRICT(Algorithm.STICKY_SESSIONS, "hawser-session-strict:true"),
        STICKY_LEAST_SESSIONS(Algorithm.STICKY_SESSIONS, "hawser-new-sessions:least-sessions"),
        STICKY_BY_HEADER(Algorithm.STICKY_SESSIONS, "hawser-session-header:X-Session");

        private final Algorithm algorithm;
        private final @Nullable String tag;

        Kind(Algorithm algorithm) {
            this(algorithm, null);
        }

        Kind(Algorithm algorithm, @Nullable String tag) {
            this.algorithm = algorithm;
            this.tag = tag;
        }

        boolean sticky() {
            return algorithm == Algorithm.STICKY_SESSIONS;
        }
    }

    /** A pod that was, is or will be behind the upstream. */
    private static final class Pod {
        private final String address;
        private final UUID id;
        private int weight;
        private boolean terminating;

        Pod(String address, UUID id, int weight) {
            this.address = address;
            this.id = id;
            this.weight = weight;
        }
    }

    private final Kind kind;
    private final Random random;
    private final SnapshotCompiler compiler = new SnapshotCompiler();
    private final TargetIds ids = TargetIds.keyed(new byte[] {1, 2, 3});
    private final List<Pod> pods = new ArrayList<>();
    private final Set<UUID> gone = new HashSet<>();
    /** What each client was told. */
    private final Map<Integer, UUID> held = new HashMap<>();

    private final List<EndpointUse> open = new ArrayList<>();
    private final Set<Endpoint> everSeen = new HashSet<>();
    private RuntimeSnapshot snapshot = RuntimeSnapshot.empty();
    private int podsMade;
    private int choices;

    BalancingModel(Kind kind, Random random) {
        this.kind = kind;
        this.random = random;
    }

    int choices() {
        return choices;
    }

    // Changes

    void change() throws RejectedConfigException {
        int changes = 1 + random.nextInt(2);
        for (int i = 0; i < changes || pods.isEmpty(); i++) {
            changeOnce();
        }
        compile();
    }

    private void changeOnce() throws RejectedConfigException {
        if (pods.isEmpty()) {
            add();
            return;
        }
        Pod pod = pods.get(random.nextInt(pods.size()));
        switch (random.nextInt(6)) {
            case 0, 1 -> add();
            case 2 -> {
                pod.terminating = true;
                pod.weight = 0;
            }
            case 3 -> {
                pods.remove(pod);
                gone.add(pod.id);
            }
            default -> {
                compile();
                Endpoint endpoint = endpoint(pod);
                if (random.nextBoolean()) {
                    endpoint.markUnhealthy();
                } else {
                    endpoint.markHealthy();
                }
            }
        }
    }

    /** A pod on a free address, which may have been another's. */
    private void add() {
        List<String> free = new ArrayList<>(IntStream.range(0, ADDRESSES)
                .mapToObj(i -> "10.0.0." + i + ":8080")
                .toList());
        pods.forEach(pod -> free.remove(pod.address));
        if (free.isEmpty()) {
            return;
        }
        String address = free.get(random.nextInt(free.size()));
        UUID id = ids.idOf("app", address, "pod-" + podsMade++);
        pods.add(new Pod(address, id, random.nextInt(6) == 0 ? 0 : 1 + random.nextInt(5)));
    }

    private void compile() throws RejectedConfigException {
        Upstream.Builder upstream = Upstream.builder("app")
                .algorithm(kind.algorithm)
                .slots(1000)
                .tags(kind.tag == null ? List.of() : List.of(kind.tag))
                .targets(pods.stream()
                        .map(pod -> new Target(
                                pod.id,
                                pod.address,
                                pod.weight,
                                pod.terminating ? List.of(Target.TERMINATING_TAG) : List.of()))
                        .toList());
        if (kind.sticky()) {
            upstream.stickySessions(new StickySessions("sid", null));
        } else if (kind == Kind.CONSISTENT_HASHING) {
            upstream.hashOn(new HashInput.Header("x-key"));
        }
        snapshot = compiler.compile(
                new GatewayConfig(List.of(), List.of(), List.of(upstream.build()), List.of()), snapshot);
        everSeen.addAll(upstream().endpoints());
    }

    private UpstreamRuntime upstream() {
        return Objects.requireNonNull(snapshot.upstreams().get("app"));
    }

    private Endpoint endpoint(Pod pod) {
        return upstream().endpoints().stream()
                .filter(endpoint -> endpoint.id().equals(pod.id))
                .findFirst()
                .orElseThrow();
    }

    // Exchanges

    /** One exchange of any client: tries endpoints until one answers, and ends now or later. */
    void exchange() {
        int client = random.nextInt(CLIENTS);
        UUID session = held.get(client);
        FakeRequest request = request(client, session);
        List<Endpoint> failed = new ArrayList<>();
        EndpointUse use = new EndpointUse();
        int failures = random.nextInt(MAX_FAILURES);
        while (true) {
            Selection selection = upstream().balancer().select(request, failed);
            check(selection, session, request, failed);
            choices++;
            if (selection == null) {
                break;
            }
            use.begin(selection.endpoint(), now());
            if (failures-- <= 0) {
                told(client, selection);
                break;
            }
            use.fail(now());
            failed.add(selection.endpoint());
        }
        use.answered(now());
        if (random.nextBoolean()) {
            use.end();
        }
        open.add(use);
    }

    private long now() {
        return System.nanoTime() + random.nextInt(1_000_000);
    }

    private FakeRequest request(int client, @Nullable UUID session) {
        FakeRequest request =
                FakeRequest.get("/").clientAddress("10.9.0." + client).header("X-Key", "key " + client);
        if (session != null) {
            request.header("X-Session", session.toString()).header("Cookie", "theme=dark; sid=" + session);
        }
        return request;
    }

    private void told(int client, Selection selection) {
        if (!kind.sticky() || selection.outcome() == SessionOutcome.STUCK) {
            return;
        }
        UUID id = selection.endpoint().id();
        if (kind == Kind.STICKY_BY_HEADER) {
            assertThat(selection.idField()).isEqualTo("X-Session");
            assertThat(selection.setCookie()).isNull();
        } else {
            assertThat(selection.setCookie()).startsWith("sid=" + id + ";");
        }
        held.put(client, id);
    }

    private boolean serves(Pod pod, List<Endpoint> failed) {
        Endpoint endpoint = endpoint(pod);
        return endpoint.healthy() && !failed.contains(endpoint);
    }

    private void check(
            @Nullable Selection selection, @Nullable UUID session, FakeRequest request, List<Endpoint> failed) {
        Pod holder = !kind.sticky() || session == null
                ? null
                : pods.stream()
                        .filter(pod -> pod.id.equals(session))
                        .findFirst()
                        .orElse(null);
        boolean holderServes = holder != null && serves(holder, failed);
        boolean refused = kind == Kind.STICKY_STRICT && session != null && !holderServes;
        boolean weighted = pods.stream().anyMatch(pod -> pod.weight > 0 && serves(pod, failed));
        boolean terminating = pods.stream().anyMatch(pod -> pod.terminating && serves(pod, failed));
        // Kong's least connections goes to endpoints without weight when all others failed in the exchange.
        boolean parked = kind == Kind.LEAST_CONNECTIONS
                && !failed.isEmpty()
                && pods.stream().anyMatch(pod -> pod.weight > 0 && endpoint(pod).healthy())
                && pods.stream().anyMatch(pod -> pod.weight == 0 && serves(pod, failed));
        if (selection == null) {
            assertThat(!refused && (holderServes || weighted || terminating || parked))
                    .as("somebody could have served")
                    .isFalse();
            assertThat(upstream().balancer().absence(request) == Balancer.Absence.SESSION_LOST)
                    .isEqualTo(refused);
            return;
        }
        assertThat(refused).as("a lost session is refused").isFalse();
        Endpoint chosen = selection.endpoint();
        Pod given = pods.stream()
                .filter(pod -> pod.id.equals(chosen.id()))
                .findFirst()
                .orElse(null);
        assertThat(gone).as("the id of a pod that is gone").doesNotContain(chosen.id());
        assertThat(given).as("a pod that is there").isNotNull();
        assertThat(failed).as("those that failed").doesNotContain(chosen);
        assertThat(chosen.healthy()).as("healthy").isTrue();
        if (holderServes) {
            assertThat(given).as("the holder stays").isSameAs(holder);
            assertThat(selection).isEqualTo(new Selection(chosen, SessionOutcome.STUCK, null));
        } else {
            assertThat(Objects.requireNonNull(given).weight > 0)
                    .as("an endpoint without weight, while another serves")
                    .isEqualTo(weighted);
            assertThat(given.weight > 0 || given.terminating || parked)
                    .as("a weight of 0 set by hand")
                    .isTrue();
            assertThat(selection.outcome())
                    .isEqualTo(
                            !kind.sticky()
                                    ? SessionOutcome.NONE
                                    : session == null ? SessionOutcome.NEW : SessionOutcome.REASSIGNED);
        }
        if (kind == Kind.CONSISTENT_HASHING) {
            assertThat(Objects.requireNonNull(upstream().balancer().select(request, failed))
                                            .endpoint()
                                    == chosen
                            || !weighted)
                    .as("the same value, the same endpoint")
                    .isTrue();
        }
    }

    // Ends

    /** All exchanges are over, some of them twice over. */
    void endAll() {
        open.forEach(EndpointUse::end);
        for (Endpoint endpoint : everSeen) {
            assertThat(endpoint.activeTries()).as("tries of nobody").isZero();
        }
    }

    /** Over one turn, shares are weights. */
    void checkShares() {
        boolean exact = kind == Kind.ROUND_ROBIN || kind == Kind.STICKY || kind == Kind.LEAST_CONNECTIONS;
        int total = pods.stream().mapToInt(pod -> pod.weight).sum();
        if (!exact || total == 0) {
            return;
        }
        upstream().endpoints().forEach(Endpoint::markHealthy);
        Map<UUID, Integer> hits = new HashMap<>();
        for (int i = 0; i < total; i++) {
            Selection selection = Objects.requireNonNull(upstream().balancer().select(FakeRequest.get("/"), List.of()));
            hits.merge(selection.endpoint().id(), 1, Integer::sum);
            new EndpointUse().begin(selection.endpoint(), now());
        }
        for (Pod pod : pods) {
            assertThat(hits.getOrDefault(pod.id, 0)).as("share").isEqualTo(pod.weight);
        }
    }
}
