package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.RawExchange.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every transport must do alike. */
@ParameterizedClass
@EnumSource(Transport.class)
class TransportIT {

    private final Transport transport;

    TransportIT(Transport transport) {
        this.transport = transport;
        assumeTrue(transport.available(), () -> transport + " is not available on this machine");
    }

    private TestGateway to(ScriptedOrigin... origins) {
        Endpoint[] endpoints = new Endpoint[origins.length];
        for (int i = 0; i < origins.length; i++) {
            endpoints[i] = origins[i].endpoint();
        }
        return TestGateway.start(
                TestGateway.snapshot(endpoints),
                settings -> settings.withTransport(transport).withEventLoops(2));
    }

    @Test
    void servesManyConnections() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                TestGateway gateway = to(origin)) {
            for (int i = 0; i < 20; i++) {
                try (RawExchange client = gateway.client()) {
                    for (int n = 0; n < 3; n++) {
                        assertThat(client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                                        .read()
                                        .body())
                                .isEqualTo("ok");
                    }
                }
            }
            assertThat(origin.connections()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void streamsBothWays() throws Exception {
        String body = "0123456789".repeat(100_000);
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    while (true) {
                        String received = connection.read().body();
                        connection.send(
                                "HTTP/1.1 200 OK\r\nContent-Length: " + received.length() + "\r\n\r\n" + received);
                    }
                });
                TestGateway gateway = to(origin);
                RawExchange client = gateway.client()) {
            String request = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            assertThat(client.send(request).read().body()).isEqualTo(body);
            assertThat(client.send(request).read().body()).isEqualTo(body);
        }
    }

    /** The end of these bodies fills the connection to the endpoint, and sending it makes room again. */
    @Test
    void endsABodyOnce() throws Exception {
        String trailer = "t".repeat(20_000);
        String body = "x".repeat(60_000);
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    while (true) {
                        Message request = connection.read();
                        boolean whole = request.body().length() == body.length()
                                && request.trailers().equals(List.of("X-Check: " + trailer));
                        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + (whole ? "whole" : "other"));
                    }
                });
                TestGateway gateway = to(origin);
                RawExchange client = gateway.client()) {
            String request = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\nX-Check: " + trailer
                    + "\r\n\r\n";
            for (int i = 0; i < 10; i++) {
                assertThat(client.send(request).read().body()).isEqualTo("whole");
            }
            assertThat(origin.connections()).isEqualTo(1);
        }
    }

    @Test
    void seesThatAClientLeft() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.read();
                    underWay.countDown();
                    connection.closed();
                });
                TestGateway gateway = to(origin)) {
            try (RawExchange client = gateway.client()) {
                client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                underWay.await();
            }
            assertThat(gateway.awaitEnded().failure()).hasToString("CLIENT_GONE");
        }
    }

    @Test
    void answersBeforeTheRequestEnded() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.readHead();
                    connection.send("HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno");
                    connection.closed();
                });
                TestGateway gateway = to(origin);
                RawExchange client = gateway.client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(500_000));
            assertThat(client.read().body()).isEqualTo("no");
        }
    }

    @Test
    void triesAnotherEndpointAndStops() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                TestGateway gateway = TestGateway.start(
                        TestGateway.snapshot(ScriptedOrigin.dead(), origin.endpoint()),
                        settings -> settings.withTransport(transport))) {
            assertThat(gateway.exchange("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx")
                            .status())
                    .isEqualTo(200);
            gateway.close(Duration.ofSeconds(10));
        }
    }
}
