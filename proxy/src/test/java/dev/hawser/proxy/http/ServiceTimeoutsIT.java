package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Service;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.RawExchange.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A service's time-outs: to connect, between two writes, between two reads. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class ServiceTimeoutsIT {

    private static final Duration SOON = Duration.ofMillis(50);
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private static TestGateway gateway(UnaryOperator<Service.Builder> service, Endpoint endpoint) {
        return TestGateway.start(
                TestGateway.snapshot(service, UnaryOperator.identity(), TestGateway.inOrder(endpoint)));
    }

    private static void answers504(TestGateway gateway, String request, String failure) throws Exception {
        Message response = gateway.exchange(request);
        assertThat(response.status()).isEqualTo(504);
        assertThat(response.body()).startsWith("The upstream server is timing out\n");
        assertThat(gateway.awaitEnded().failure()).hasToString(failure);
    }

    /** Fills the queue of a listener that accepts nothing, so that the kernel drops whoever comes next. */
    private static List<Socket> fill(ServerSocket listener) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        while (true) {
            Socket socket = new Socket();
            sockets.add(socket);
            try {
                socket.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), 100);
            } catch (SocketTimeoutException _) {
                return sockets;
            }
        }
    }

    @Test
    void connectingTakesNoLongerThanTheConnectTimeout() throws Exception {
        List<Socket> sockets = List.of();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            sockets = fill(listener);
            Endpoint deaf = new Endpoint(UUID.randomUUID(), "127.0.0.1", listener.getLocalPort());
            try (TestGateway gateway = gateway(service -> service.connectTimeout(SOON), deaf)) {
                answers504(gateway, GET, "CONNECT_TIMEOUT");
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void anEndpointMayTakeNothingForTheWriteTimeoutOnly() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        int size = 50_000_000;
        try (ScriptedOrigin origin = new ScriptedOrigin((_, _) -> over.await());
                TestGateway gateway = gateway(service -> service.writeTimeout(SOON), origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + size + "\r\n\r\n");
            Thread.ofVirtual().start(() -> {
                try {
                    client.send(new byte[size]);
                } catch (IOException _) {
                    // It was answered before it ended.
                }
            });
            assertThat(client.read().status()).isEqualTo(504);
            assertThat(gateway.awaitEnded().failure()).hasToString("WRITE_TIMEOUT");
            over.countDown();
        }
    }

    @Test
    void anEndpointMayBeSilentForTheReadTimeoutOnly() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedOrigin origin = new ScriptedOrigin((_, _) -> over.await());
                TestGateway gateway = gateway(service -> service.readTimeout(SOON), origin.endpoint())) {
            answers504(gateway, GET, "READ_TIMEOUT");
            over.countDown();
        }
    }

    @Test
    void aTunnelInWhichNothingMovesEndsWithTheReadTimeout() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.readHead();
                    connection.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n");
                    over.await();
                });
                TestGateway gateway = gateway(service -> service.readTimeout(SOON), origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n");
            assertThat(client.readHead().status()).isEqualTo(101);
            assertThat(client.closed()).isTrue();
            over.countDown();
        }
    }
}
