package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.upstream.DnsQuery;
import dev.hawser.proxy.http.upstream.NameQuery.Answer;
import dev.hawser.proxy.http.upstream.NameSettings;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DnsQueryIT {

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final FakeNameServer server = new FakeNameServer();
    private final DnsQuery query;

    DnsQueryIT() throws IOException {
        EventLoop loop = loops.next();
        query = new DnsQuery(
                loop,
                NioDatagramChannel.class,
                NioSocketChannel.class,
                NameSettings.DEFAULT.withServers(List.of(server.address())));
    }

    @AfterEach
    void stop() {
        query.close();
        server.close();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private Future<Answer> ask(String name) throws InterruptedException {
        BlockingQueue<Future<Answer>> asked = new LinkedBlockingQueue<>();
        loops.next().execute(() -> asked.add(query.ask(name)));
        return asked.take().awaitUninterruptibly();
    }

    @Test
    void tellsAddressesAndHowLongTheyHold() throws Exception {
        server.put("shop.test", 7, "127.0.0.2", "127.0.0.3");
        assertThat(ask("shop.test").getNow())
                .isEqualTo(
                        new Answer(List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.3")), 7));
    }

    @Test
    void asksAnewEachTime() throws Exception {
        server.put("shop.test", 300, "127.0.0.2");
        assertThat(ask("shop.test").isSuccess()).isTrue();
        server.put("shop.test", 300, "127.0.0.3");
        assertThat(ask("shop.test").getNow().addresses())
                .extracting(InetAddress::getHostAddress)
                .containsExactly("127.0.0.3");
    }

    @Test
    void thatThereIsNoSuchNameIsAnAnswer() throws Exception {
        assertThat(ask("absent.test").getNow().addresses()).isEmpty();
        server.put("empty.test", 300);
        assertThat(ask("empty.test").getNow().addresses()).isEmpty();
    }

    @Test
    void thatTheServerFailsIsNone() throws Exception {
        server.put("shop.test", 300, "127.0.0.2");
        server.fail();
        assertThat(ask("shop.test").isSuccess()).isFalse();
    }

    @Test
    void theHostsFileCounts() throws Exception {
        assertThat(ask("localhost").getNow().addresses())
                .allMatch(InetAddress::isLoopbackAddress)
                .isNotEmpty();
    }
}
