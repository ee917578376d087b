package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.upstream.KeepAliveSettings;
import dev.hawser.proxy.http.upstream.NameSettings;
import dev.hawser.proxy.http.upstream.UpstreamSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Endpoints that are names, with a name server that changes its mind. */
@ParameterizedClass
@EnumSource(Transport.class)
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class NamesIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final Duration SOON = Duration.ofMillis(20);

    private final Transport transport;
    private final FakeNameServer server = new FakeNameServer();
    private final List<ServerSocket> origins = new ArrayList<>();

    NamesIT(Transport transport) throws IOException {
        this.transport = transport;
        assumeTrue(transport.available(), () -> transport + " is not available on this machine");
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        for (ServerSocket origin : origins) {
            origin.close();
        }
    }

    /** An origin on each of some addresses of loopback, all at one port, that answers with its address. */
    private int originsAt(String... addresses) throws IOException {
        int port = 0;
        for (String address : addresses) {
            ServerSocket origin = new ServerSocket(port, 50, InetAddress.getByName(address));
            port = origin.getLocalPort();
            origins.add(origin);
            Thread.ofVirtual().start(() -> serve(origin, address));
        }
        return port;
    }

    private static void serve(ServerSocket origin, String address) {
        while (!origin.isClosed()) {
            try {
                RawExchange connection = new RawExchange(origin.accept());
                Thread.ofVirtual().start(() -> answer(connection, address));
            } catch (IOException _) {
                // The test is over.
            }
        }
    }

    private static void answer(RawExchange connection, String address) {
        try (connection) {
            while (true) {
                connection.read();
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + address.length() + "\r\n\r\n" + address);
            }
        } catch (IOException _) {
            // The gateway closed it.
        }
    }

    private TestGateway gateway(int port, KeepAliveSettings keepAlive, @Nullable Duration ttl) {
        Endpoint endpoint = new Endpoint(UUID.randomUUID(), "shop.test", port);
        NameSettings names =
                new NameSettings(List.of(server.address()), ttl, Duration.ofHours(1), Duration.ofSeconds(30), SOON);
        UpstreamSettings settings =
                UpstreamSettings.DEFAULT.withKeepAlive(keepAlive).withNames(names);
        return TestGateway.start(
                TestGateway.snapshot(endpoint),
                it -> it.withTransport(transport).withUpstream(settings));
    }

    private static final KeepAliveSettings NO_POOL = new KeepAliveSettings(0, 0, Duration.ZERO);

    @Test
    void usesAllAddressesInTurn() throws Exception {
        int port = originsAt("127.0.0.2", "127.0.0.3", "127.0.0.4");
        server.put("shop.test", 300, "127.0.0.2", "127.0.0.3", "127.0.0.4");
        try (TestGateway gateway = gateway(port, NO_POOL, null)) {
            Set<String> answered = new TreeSet<>();
            for (int i = 0; i < 3; i++) {
                answered.add(gateway.exchange(GET).body());
            }
            assertThat(answered).containsExactly("127.0.0.2", "127.0.0.3", "127.0.0.4");
            assertThat(server.questions()).isEqualTo(1);
        }
    }

    @Test
    void triesTheNextAddressWhenOneRefuses() throws Exception {
        int port = originsAt("127.0.0.3");
        server.put("shop.test", 300, "127.0.0.2", "127.0.0.3");
        try (TestGateway gateway = gateway(port, NO_POOL, null)) {
            for (int i = 0; i < 4; i++) {
                assertThat(gateway.exchange(GET).body()).isEqualTo("127.0.0.3");
                assertThat(gateway.awaitEnded().tries()).isEqualTo(1);
            }
        }
    }

    @Test
    void leavesAnAddressThatTheNameLeftAlsoWithPooledConnections() throws Exception {
        int port = originsAt("127.0.0.2", "127.0.0.3");
        server.put("shop.test", 0, "127.0.0.2");
        try (TestGateway gateway = gateway(port, KeepAliveSettings.DEFAULT, SOON)) {
            assertThat(gateway.exchange(GET).body()).isEqualTo("127.0.0.2");
            server.put("shop.test", 300, "127.0.0.3");
            while (gateway.exchange(GET).body().equals("127.0.0.2")) {
                Thread.onSpinWait();
            }
            assertThat(gateway.exchange(GET).body()).isEqualTo("127.0.0.3");
        }
    }

    @Test
    void keepsTheLastAddressesWhileTheServerFails() throws Exception {
        int port = originsAt("127.0.0.2", "127.0.0.3");
        server.put("shop.test", 0, "127.0.0.2");
        try (TestGateway gateway = gateway(port, NO_POOL, SOON)) {
            assertThat(gateway.exchange(GET).body()).isEqualTo("127.0.0.2");
            server.fail();
            server.put("shop.test", 0, "127.0.0.3");
            int before = server.questions();
            while (server.questions() < before + 3) {
                assertThat(gateway.exchange(GET).body()).isEqualTo("127.0.0.2");
            }
            server.work();
            while (gateway.exchange(GET).body().equals("127.0.0.2")) {
                Thread.onSpinWait();
            }
            assertThat(gateway.exchange(GET).body()).isEqualTo("127.0.0.3");
        }
    }

    @Test
    void answers503WhenThereIsNoSuchName() throws Exception {
        try (TestGateway gateway = gateway(1, NO_POOL, null)) {
            assertThat(gateway.exchange(GET).status()).isEqualTo(503);
            assertThat(gateway.exchange(GET).status()).isEqualTo(503);
            assertThat(gateway.awaitEnded().failure()).hasToString("NAME_RESOLUTION");
            assertThat(server.questions()).isPositive();
        }
    }
}
