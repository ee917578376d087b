package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Algorithm;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.config.StickySessions;
import dev.hawser.config.Target;
import dev.hawser.config.Upstream;
import dev.hawser.proxy.runtime.ActiveConfiguration;
import dev.hawser.proxy.runtime.RuntimeSnapshot;
import dev.hawser.proxy.runtime.SnapshotHolder;
import dev.hawser.testing.NoBufferLeaks;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** WebSocket sessions through a scale-down, while the configuration changes ten times a second. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class WebSocketDrainIT {

    private static final int SESSIONS = 1000;
    private static final int PODS = 3;
    private static final Duration CHANGES_EVERY = Duration.ofMillis(100);
    private static final String UPGRADE =
            "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    private enum Draining {
        NO,
        YES,
        GONE
    }

    /** A session, and the pod that it is at. */
    private record Session(RawExchange client, int pod) implements Closeable {

        void echoes() throws IOException {
            assertThat(client.send("x").readText(1))
                    .as("session at pod %d", pod)
                    .isEqualTo("x");
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    private final List<ScriptedOrigin> pods = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();
    private final SnapshotHolder holder = new SnapshotHolder(RuntimeSnapshot.empty());
    private final ActiveConfiguration active = new ActiveConfiguration(holder);
    private final BlockingQueue<Integer> applied = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Exception> rejected = new AtomicReference<>();
    /** Only the thread that changes the configuration writes it, after the first change. */
    private int changes;

    /** Written by the test, read by the thread that changes the configuration. */
    private volatile Draining firstPod = Draining.NO;

    private static ScriptedOrigin pod(int number) {
        return new ScriptedOrigin((connection, _) -> {
            connection.readHead();
            connection.send(
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n" + number);
            connection.in().transferTo(connection.socket().getOutputStream());
        });
    }

    /** No two that follow each other are equal. */
    private GatewayConfig config(int generation) {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < PODS; i++) {
            Draining state = i == 0 ? firstPod : Draining.NO;
            String address = "127.0.0.1:" + pods.get(i).endpoint().port();
            if (state != Draining.GONE) {
                targets.add(new Target(
                        new UUID(1, i),
                        address,
                        state == Draining.YES ? 0 : 100,
                        state == Draining.YES ? List.of(Target.TERMINATING_TAG) : List.of()));
            }
        }
        Upstream app = Upstream.builder("app")
                .algorithm(Algorithm.STICKY_SESSIONS)
                .stickySessions(new StickySessions("sid", "/"))
                .tags(List.of("generation-" + generation))
                .targets(targets)
                .build();
        Route route = Route.builder(new UUID(2, 1)).paths(List.of("/")).build();
        Route changing = Route.builder(new UUID(2, 2))
                .paths(List.of("/generation-" + generation))
                .build();
        Service service = Service.builder(new UUID(3, 1), "app")
                .readTimeout(Duration.ofHours(1))
                .routes(List.of(route, changing))
                .build();
        return new GatewayConfig(List.of(service), List.of(), List.of(app), List.of());
    }

    private void change() {
        try {
            int generation = ++changes;
            active.apply(config(generation));
            applied.add(generation);
        } catch (Exception e) {
            rejected.set(e);
        }
    }

    /** Waits until the configuration as it is meant to be now was applied, and changed so many times more. */
    private void awaitChanges(int more) throws InterruptedException {
        applied.clear();
        for (int i = 0; i < 1 + more; i++) {
            assertThat(applied.poll(20, TimeUnit.SECONDS))
                    .as("a change; refused: %s", rejected.get())
                    .isNotNull();
        }
    }

    private void open(Gateway gateway) throws IOException {
        RawExchange client = RawExchange.connect(gateway.addresses().getFirst());
        assertThat(client.send(UPGRADE).readHead().status()).isEqualTo(101);
        sessions.add(new Session(client, Integer.parseInt(client.readText(1))));
    }

    private void allEcho() throws IOException {
        for (Session session : sessions) {
            session.echoes();
        }
    }

    @Test
    void sessionsLiveUntilTheirPodEndsAndNoChangeCutsThem() throws Exception {
        for (int i = 0; i < PODS; i++) {
            pods.add(pod(i));
        }
        change();
        ScheduledExecutorService changing = Executors.newSingleThreadScheduledExecutor();
        Gateway gateway = Gateway.start(
                GatewaySettings.of(List.of(ListenAddress.plain("127.0.0.1", 0))).withEventLoops(2), holder);
        try {
            var _ = changing.scheduleAtFixedRate(this::change, 0, CHANGES_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            for (int i = 0; i < SESSIONS; i++) {
                open(gateway);
            }
            assertThat(sessions).filteredOn(session -> session.pod() == 0).hasSizeGreaterThan(SESSIONS / PODS - 50);

            firstPod = Draining.YES;
            awaitChanges(5);
            allEcho();
            open(gateway);
            assertThat(sessions.getLast().pod()).isNotZero();

            firstPod = Draining.GONE;
            awaitChanges(5);
            allEcho();

            pods.getFirst().stop();
            awaitChanges(2);
            for (Session session : sessions) {
                if (session.pod() == 0) {
                    assertThat(session.client().closed()).isTrue();
                } else {
                    session.echoes();
                }
            }
        } finally {
            changing.shutdownNow();
            for (Session session : sessions) {
                session.close();
            }
            gateway.close(Duration.ZERO);
            pods.forEach(ScriptedOrigin::stop);
            active.close();
        }
        assertThat(NoBufferLeaks.found()).as("leaks").isEmpty();
    }
}
