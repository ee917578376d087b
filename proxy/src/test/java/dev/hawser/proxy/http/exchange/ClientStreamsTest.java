package dev.hawser.proxy.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.GatewayConfig;
import dev.hawser.proxy.http.codec.HeadLimits;
import dev.hawser.proxy.http.codec.HeadStore;
import dev.hawser.proxy.http.connection.Farewell;
import dev.hawser.proxy.http.http2.Http2Limits;
import dev.hawser.proxy.http.upstream.NameLookup;
import dev.hawser.proxy.http.upstream.UpstreamSettings;
import dev.hawser.proxy.http.upstream.Upstreams;
import dev.hawser.proxy.runtime.RuntimeSnapshot;
import dev.hawser.proxy.runtime.SnapshotHolder;
import dev.hawser.proxy.tls.ClientContexts;
import dev.hawser.proxy.tls.TlsProvider;
import dev.hawser.proxy.tls.TrustSettings;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientStreamsTest {

    /** What is written stays, as when the client reads nothing. */
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelOutboundHandlerAdapter() {
        @Override
        public void flush(ChannelHandlerContext ctx) {
            // The client's window is shut.
        }
    });

    @AfterEach
    void releasesEverything() {
        channel.finishAndReleaseAll();
    }

    private Worker worker() {
        NameLookup names = new NameLookup(
                channel.eventLoop(),
                () -> {
                    throw new AssertionError("no names are looked up");
                },
                UpstreamSettings.DEFAULT.names(),
                System::nanoTime);
        HeadStore store = new HeadStore();
        return new Worker(
                new SnapshotHolder(new RuntimeSnapshot(1, GatewayConfig.EMPTY, _ -> null, Map.of())),
                ExchangeSettings.DEFAULT,
                ExchangeObserver.NONE,
                new Upstreams(
                        UpstreamSettings.DEFAULT,
                        new Bootstrap(),
                        names,
                        HeadLimits.DEFAULT,
                        store,
                        new ClientContexts(TlsProvider.JDK, TrustSettings.system())),
                store);
    }

    @Test
    void aConnectionIsClosedThoughItsClientNeverTakesWhatIsLeft() {
        channel.freezeTime();
        Worker worker = worker();
        ClientStreams streams = ClientStreams.install(channel, worker, Http2Limits.DEFAULT);
        worker.opened(streams);
        worker.drain();
        channel.advanceTimeBy(Farewell.CLOSE_SECONDS - 1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        assertThat(worker.openClients()).isEqualTo(1);
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(worker.openClients()).isZero();
    }
}
