package dev.hawser.server.push;

import dev.hawser.kubernetes.Problem;
import dev.hawser.server.push.PushAnswer.Failure;
import dev.hawser.server.push.PushObserver.PushAttempt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one gateway at the latest configuration, one step after the other: finds out what it is, tells it what changed,
 * and looks every now and then whether it still has it. What a gateway rejected is not told again until it changes, or the
 * gateway was away; one that has no configuration and rejects the latest gets the last that it took. All but
 * {@link #want} is called by one thread.
 */
final class GatewayLink {

    private static final Logger log = LoggerFactory.getLogger(GatewayLink.class);

    static final Duration SHORTEST_DELAY = Duration.ofMillis(100);
    static final Duration LONGEST_DELAY = Duration.ofSeconds(1);

    private final String name;
    private final AdminApi api;
    private final Semaphore permits;
    private final Duration lookInterval;
    private final PushObserver observer;
    private final Listener listener;
    private final LongSupplier nanos;

    /** Written by whoever has configurations, read by the link's thread, which may be one behind. */
    private final AtomicReference<@Nullable Payload> wanted = new AtomicReference<>();

    /** What the gateway is; {@code null} until it was asked, and after it was away. */
    private @Nullable GatewayVersion version;
    /** What it serves as far as is known; {@code null} when it is to be told. */
    private @Nullable Payload live;
    /** What it took last. */
    private @Nullable Payload good;
    /** What it rejected last. */
    private @Nullable Payload rejected;

    private Set<Problem> problems = Set.of();
    private String trouble = "";
    private Duration delay = SHORTEST_DELAY;

    /** When the next step is due. */
    record Next(Duration after, Wake wake) {}

    /** Whether a new configuration makes the next step due at once. */
    enum Wake {
        ON_CHANGE,
        BY_TIME
    }

    /** Told what became of each configuration, before the observer is. Called by the link's thread. */
    @FunctionalInterface
    interface Listener {

        void heard(Payload payload, Payload.Form form, PushAnswer answer);
    }

    /**
     * @param name its URL
     * @param permits one is held for each configuration on its way
     * @param nanos a monotonic clock
     */
    GatewayLink(
            String name,
            AdminApi api,
            Semaphore permits,
            Duration lookInterval,
            PushObserver observer,
            Listener listener,
            LongSupplier nanos) {
        this.name = name;
        this.api = api;
        this.permits = permits;
        this.lookInterval = lookInterval;
        this.observer = observer;
        this.listener = listener;
        this.nanos = nanos;
    }

    /** Has the gateway brought to a configuration by the next steps. Any thread. */
    void want(Payload payload) {
        wanted.set(payload);
    }

    /** Does what is due, and says when the next step is. */
    Next step() throws InterruptedException {
        Payload next = wanted.get();
        if (next == null) {
            return new Next(lookInterval, Wake.ON_CHANGE);
        }
        try {
            if (version == null) {
                version = identify();
            }
            Payload told = next == rejected ? good : next;
            if (told != null && told != live) {
                return tell(told, version);
            }
            return look();
        } catch (IOException e) {
            return failed(String.valueOf(e.getMessage()), Duration.ZERO);
        } catch (IncompatibleGatewayException e) {
            return failed(String.valueOf(e.getMessage()), LONGEST_DELAY);
        }
    }

    private GatewayVersion identify() throws IOException, InterruptedException, IncompatibleGatewayException {
        GatewayFacts facts = api.facts();
        GatewayVersion found = facts.checked();
        if (!facts.routerFlavor().equals(GatewayFacts.ROUTER_FLAVOR)) {
            log.atWarn()
                    .addKeyValue("gateway", name)
                    .addKeyValue("flavor", facts.routerFlavor())
                    .addKeyValue("expected", GatewayFacts.ROUTER_FLAVOR)
                    .log("Gateway orders routes in another way than they are written for");
        }
        return found;
    }

    private Next tell(Payload payload, GatewayVersion toVersion) throws InterruptedException {
        Payload.Form form = payload.forVersion(toVersion);
        permits.acquire();
        PushAnswer answer;
        long started;
        long ended;
        try {
            started = nanos.getAsLong();
            answer = api.push(form.json());
            ended = nanos.getAsLong();
        } finally {
            permits.release();
        }
        Next next = heard(answer, payload, form);
        listener.heard(payload, form, answer);
        long bytes = form.json().getBytes(StandardCharsets.UTF_8).length;
        observer.tried(new PushAttempt(name, form.config(), answer, Duration.ofNanos(ended - started), bytes));
        return next;
    }

    private Next heard(PushAnswer answer, Payload payload, Payload.Form form) {
        return switch (answer) {
            case PushAnswer.Taken() -> {
                works();
                live = payload;
                good = payload;
                tellProblems(form.problems());
                yield new Next(lookInterval, Wake.ON_CHANGE);
            }
            case PushAnswer.Rejected(List<Problem> found, String message, String body) -> {
                works();
                remember(payload);
                if (found.isEmpty()) {
                    log.atError()
                            .addKeyValue("gateway", name)
                            .addKeyValue("reason", message)
                            .log("Gateway rejected the configuration, it goes on with what it has");
                }
                tellProblems(found);
                // One that has none at all is told its last one at once.
                yield new Next(Duration.ZERO, Wake.ON_CHANGE);
            }
            case PushAnswer.Failed(Failure _, String reason, Duration after) -> failed(reason, after);
        };
    }

    /** Neither the latest nor, after a gateway was exchanged for another, the last good one is told over and over. */
    private void remember(Payload notTaken) {
        if (notTaken == good) {
            good = null;
        }
        if (notTaken == wanted.get()) {
            rejected = notTaken;
        }
    }

    private Next look() throws IOException, InterruptedException {
        if (api.configurationHash().equals(AdminApi.NO_CONFIGURATION) && good != null) {
            if (live != null) {
                log.atWarn().addKeyValue("gateway", name).log("Gateway lost its configuration, it is told again");
            }
            forget();
            return new Next(Duration.ZERO, Wake.ON_CHANGE);
        }
        works();
        return new Next(lookInterval, Wake.ON_CHANGE);
    }

    /** It may be another one when it comes back, which takes what this one did not. */
    private void forget() {
        version = null;
        live = null;
        rejected = null;
    }

    private Next failed(String reason, Duration atLeast) {
        forget();
        if (!trouble.equals(reason)) {
            trouble = reason;
            log.atWarn()
                    .addKeyValue("gateway", name)
                    .addKeyValue("reason", reason)
                    .log("Gateway cannot be told its configuration, trying again");
        }
        Duration wait = delay.compareTo(atLeast) < 0 ? atLeast : delay;
        delay = min(delay.multipliedBy(2), LONGEST_DELAY);
        return new Next(wait, Wake.BY_TIME);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private void works() {
        if (!trouble.isEmpty()) {
            log.atInfo().addKeyValue("gateway", name).log("Gateway can be told its configuration again");
        }
        trouble = "";
        delay = SHORTEST_DELAY;
    }

    private void tellProblems(List<Problem> now) {
        for (Problem problem : now) {
            if (!problems.contains(problem)) {
                log.atWarn()
                        .addKeyValue("gateway", name)
                        .addKeyValue("object", problem.object())
                        .addKeyValue("problem", problem.message())
                        .log("Gateway does not take an object as it is");
            }
        }
        problems = new HashSet<>(now);
    }
}
