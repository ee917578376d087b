package dev.hawser.proxy.http.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.tls.EndpointTls;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UpstreamPoolTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Endpoint endpoint = new Endpoint(new UUID(0, 1), "10.0.0.1", 80);
    private final RecordingUser user = new RecordingUser();

    private UpstreamPool pool(UpstreamSettings settings) {
        NameLookup names = new NameLookup(
                ImmediateEventExecutor.INSTANCE,
                () -> {
                    throw new AssertionError("no names are looked up");
                },
                NameSettings.DEFAULT,
                nanos::get);
        return new UpstreamPool(settings.keepAlive(), new Departures(settings.goneTimeout(), names), nanos::get);
    }

    private static UpstreamSettings keeping(int size, int requests, Duration idle) {
        return UpstreamSettings.DEFAULT.withKeepAlive(new KeepAliveSettings(size, requests, idle));
    }

    private Http1Connection connection(UpstreamPool pool) {
        EmbeddedChannel channel = new EmbeddedChannel();
        Http1Connection made =
                new Http1Connection(channel, endpoint, InetAddress.getLoopbackAddress(), UpstreamTls.NONE, pool);
        channel.pipeline().addLast(made);
        pool.opened(made);
        return made;
    }

    private Http1Connection used(UpstreamPool pool) {
        Http1Connection made = connection(pool);
        made.attach(user);
        made.detach();
        return made;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void givesTheConnectionThatWasUsedLast() {
        UpstreamPool pool = pool(UpstreamSettings.DEFAULT);
        Http1Connection first = used(pool);
        Http1Connection second = used(pool);
        pool.release(first);
        pool.release(second);
        assertThat(pool.take(endpoint, UpstreamTls.NONE)).isSameAs(second);
        assertThat(pool.take(endpoint, UpstreamTls.NONE)).isSameAs(first);
        assertThat(pool.take(endpoint, UpstreamTls.NONE)).isNull();
    }

    @Test
    void givesNoConnectionThatIsSecuredOtherwise() {
        UpstreamPool pool = pool(UpstreamSettings.DEFAULT);
        pool.release(used(pool));
        UpstreamTls other = new UpstreamTls.Secured("h", EndpointTls.UNVERIFIED);
        assertThat(pool.take(endpoint, other)).isNull();
        assertThat(pool.takeFresh(endpoint, other)).isNull();
        assertThat(pool.idleConnections()).isEqualTo(1);
    }

    @Test
    void givesARequestThatMustNotBeSentTwiceNoneThatWasIdleForLong() {
        UpstreamPool pool = pool(UpstreamSettings.DEFAULT);
        Http1Connection kept = used(pool);
        pool.release(kept);
        pass(Duration.ofSeconds(UpstreamPool.FRESH_SECONDS).plusNanos(1));
        assertThat(pool.takeFresh(endpoint, UpstreamTls.NONE)).isNull();
        assertThat(pool.take(endpoint, UpstreamTls.NONE)).isSameAs(kept);
        pool.release(kept);
        pass(Duration.ofSeconds(UpstreamPool.FRESH_SECONDS));
        assertThat(pool.takeFresh(endpoint, UpstreamTls.NONE)).isSameAs(kept);
    }

    @Test
    void keepsNoMoreThanItsSizeAndLetsTheOldestGo() {
        UpstreamPool pool = pool(keeping(2, 0, Duration.ZERO));
        Http1Connection oldest = used(pool);
        pool.release(oldest);
        pool.release(used(pool));
        pool.release(used(pool));
        assertThat(pool.idleConnections()).isEqualTo(2);
        assertThat(oldest.channel().isOpen()).isFalse();
    }

    @Test
    void aPoolOfNoneClosesEveryConnection() {
        UpstreamPool pool = pool(keeping(0, 0, Duration.ZERO));
        Http1Connection given = used(pool);
        pool.release(given);
        assertThat(given.channel().isOpen()).isFalse();
    }

    @Test
    void closesAConnectionThatCarriedItsRequests() {
        UpstreamPool pool = pool(keeping(1, 2, Duration.ZERO));
        Http1Connection worn = used(pool);
        pool.release(worn);
        assertThat(pool.take(endpoint, UpstreamTls.NONE)).isSameAs(worn);
        worn.attach(user);
        worn.detach();
        pool.release(worn);
        assertThat(worn.channel().isOpen()).isFalse();
    }

    @Test
    void requestsAndTimesOfZeroHaveNoEnd() {
        UpstreamPool pool = pool(keeping(1, 0, Duration.ZERO));
        Http1Connection worn = used(pool);
        for (int i = 0; i < 20_000; i++) {
            worn.attach(user);
            worn.detach();
        }
        pool.release(worn);
        pass(Duration.ofDays(30));
        pool.sweep();
        assertThat(pool.take(endpoint, UpstreamTls.NONE)).isSameAs(worn);
    }

    @Test
    void closesWhatWasIdleForTooLong() {
        UpstreamPool pool = pool(keeping(5, 0, Duration.ofSeconds(60)));
        Http1Connection older = used(pool);
        pool.release(older);
        pass(Duration.ofSeconds(1));
        Http1Connection younger = used(pool);
        pool.release(younger);
        pass(Duration.ofSeconds(59));
        pool.sweep();
        assertThat(older.channel().isOpen()).isFalse();
        assertThat(younger.channel().isOpen()).isTrue();
        assertThat(pool.idleConnections()).isEqualTo(1);
    }

    @Test
    void closesIdleConnectionsOfRemovedEndpointsAndKeepsNone() {
        UpstreamPool pool = pool(UpstreamSettings.DEFAULT);
        Http1Connection idle = used(pool);
        Http1Connection released = used(pool);
        pool.release(idle);
        endpoint.markRemoved();
        pool.sweep();
        pool.release(released);
        assertThat(idle.channel().isOpen()).isFalse();
        assertThat(released.channel().isOpen()).isFalse();
    }

    @Test
    void endsWhatGoesOnForTooLongWithAnEndpointThatIsGone() {
        UpstreamPool pool = pool(UpstreamSettings.DEFAULT.withGoneTimeout(Duration.ofMinutes(10)));
        Http1Connection running = connection(pool);
        running.attach(user);
        pass(Duration.ofDays(1));
        pool.sweep();
        endpoint.markRemoved();
        pool.sweep();
        pass(Duration.ofMinutes(10).minusNanos(1));
        pool.sweep();
        assertThat(user.gone).isZero();
        pass(Duration.ofNanos(1));
        pool.sweep();
        assertThat(user.gone).isEqualTo(1);
    }

    @Test
    void leavesItAloneWithoutABound() {
        UpstreamPool pool = pool(UpstreamSettings.DEFAULT.withGoneTimeout(Duration.ZERO));
        connection(pool).attach(user);
        endpoint.markRemoved();
        pool.sweep();
        pass(Duration.ofDays(365));
        pool.sweep();
        assertThat(user.gone).isZero();
    }
}
