package dev.hawser.proxy.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Target;
import dev.hawser.config.Upstream;
import dev.hawser.proxy.balancing.Endpoint;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActiveConfigurationTest {

    private final SnapshotHolder holder = new SnapshotHolder(RuntimeSnapshot.empty());
    private final ActiveConfiguration active = new ActiveConfiguration(holder);

    @AfterEach
    void close() {
        active.close();
    }

    @Test
    void publishesWhatItCompiles() throws RejectedConfigException {
        RuntimeSnapshot snapshot = active.apply(config("10.0.0.1:80"));
        assertThat(holder.current()).isSameAs(snapshot);
        assertThat(snapshot.generation()).isEqualTo(1);
    }

    @Test
    void doesNotPublishAnEqualConfigurationAgain() throws RejectedConfigException {
        RuntimeSnapshot snapshot = active.apply(config("10.0.0.1:80"));
        assertThat(active.apply(config("10.0.0.1:80"))).isSameAs(snapshot);
        assertThat(holder.current()).isSameAs(snapshot);
    }

    @Test
    void keepsTheCurrentOneWhenTheNextIsRejected() throws RejectedConfigException {
        RuntimeSnapshot snapshot = active.apply(config("10.0.0.1:80"));
        assertThatThrownBy(() -> active.apply(config("nonsense:"))).isInstanceOf(RejectedConfigException.class);
        assertThat(holder.current()).isSameAs(snapshot);
        assertThat(endpoint(snapshot).removed()).isFalse();
    }

    @Test
    void marksEndpointsThatNobodyHasAnyMoreAsRemoved() throws RejectedConfigException {
        Endpoint first = endpoint(active.apply(config("10.0.0.1:80")));
        Endpoint second = endpoint(active.apply(config("10.0.0.2:80")));
        assertThat(first.removed()).isTrue();
        assertThat(second.removed()).isFalse();
        active.apply(GatewayConfig.EMPTY);
        assertThat(second.removed()).isTrue();
    }

    @Test
    void buildsEachUpdateOnTheOneBefore() throws InterruptedException {
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    try {
                        active.apply(config("10.0.1." + i + ":80"));
                    } catch (RejectedConfigException e) {
                        throw new AssertionError(e);
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(holder.current().generation()).isEqualTo(8);
    }

    private static Endpoint endpoint(RuntimeSnapshot snapshot) {
        return Objects.requireNonNull(snapshot.upstreams().get("app"))
                .endpoints()
                .getFirst();
    }

    private static GatewayConfig config(String... targets) {
        Upstream upstream = Upstream.builder("app")
                .targets(Stream.of(targets)
                        .map(target -> new Target(null, target, null, List.of()))
                        .toList())
                .build();
        return new GatewayConfig(List.of(), List.of(), List.of(upstream), List.of());
    }
}
