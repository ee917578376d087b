package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.proxy.http.RawExchange.Message;
import dev.hawser.proxy.runtime.SnapshotHolder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Changes and ends while requests flow: none of them fails. */
class ReloadIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final int CLIENTS = 4;
    private static final int REQUESTS = 500;

    @Test
    void failsNoRequestWhileSnapshotsChange() throws Exception {
        AtomicInteger good = new AtomicInteger();
        AtomicInteger running = new AtomicInteger(CLIENTS);
        try (ScriptedOrigin one = ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1");
                ScriptedOrigin two = ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2");
                TestGateway gateway = TestGateway.to(one.endpoint())) {
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(Thread.ofVirtual().start(() -> {
                    try (RawExchange client = gateway.client()) {
                        for (int n = 0; n < REQUESTS; n++) {
                            if (client.send(GET).read().status() == 200) {
                                good.incrementAndGet();
                            }
                        }
                    } catch (IOException _) {
                        // Shows in the count.
                    } finally {
                        running.decrementAndGet();
                    }
                }));
            }
            for (int n = 0; running.get() > 0; n++) {
                gateway.publish(TestGateway.snapshot(n % 2 == 0 ? two.endpoint() : one.endpoint()));
            }
            for (Thread client : clients) {
                client.join();
            }
            assertThat(good).hasValue(CLIENTS * REQUESTS);
            assertThat(two.connections()).isPositive();
        }
    }

    @Test
    void answersRequestsUnderWayBeforeItStops() throws Exception {
        CountDownLatch arrived = new CountDownLatch(CLIENTS);
        CompletableFuture<Void> go = new CompletableFuture<>();
        BlockingQueue<Message> responses = new LinkedBlockingQueue<>();
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.read();
                    arrived.countDown();
                    go.join();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
                });
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange idle = gateway.client()) {
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(Thread.ofVirtual().start(() -> {
                    try (RawExchange client = gateway.client()) {
                        responses.add(client.send(GET).read());
                    } catch (IOException _) {
                        // Shows in the number of responses.
                    }
                }));
            }
            arrived.await();
            Thread closing = Thread.ofVirtual().start(() -> gateway.close(Duration.ofSeconds(20)));
            assertThat(idle.closed()).isTrue();
            go.complete(null);
            closing.join();
            for (Thread client : clients) {
                client.join();
            }
            assertThat(responses).hasSize(CLIENTS).allSatisfy(response -> {
                assertThat(response.body()).isEqualTo("done");
                assertThat(response.field("Connection")).isEqualTo("close");
            });
            assertThatThrownBy(gateway::client).isInstanceOf(IOException.class);
        }
    }

    @Test
    void cutsOffWhatOutlastsTheGrace() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.read();
                    arrived.countDown();
                    connection.closed();
                });
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send(GET);
            arrived.await();
            gateway.close(Duration.ofMillis(20));
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void saysWhichAddressIsTaken() throws Exception {
        try (TestGateway gateway = TestGateway.start(TestGateway.snapshot(_ -> null))) {
            int port = gateway.address().getPort();
            GatewaySettings settings = GatewaySettings.of(List.of(ListenAddress.plain("127.0.0.1", port)));
            assertThatThrownBy(() -> Gateway.start(settings, new SnapshotHolder(TestGateway.snapshot(_ -> null))))
                    .hasMessage("--proxy-listen: 127.0.0.1:" + port + " is taken (expected: a free address)");
        }
    }
}
