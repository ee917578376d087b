package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hawser.proxy.http.ListenAddress.Preface;
import dev.hawser.proxy.http.RawExchange.Message;
import dev.hawser.proxy.http.exchange.ExchangeSettings;
import dev.hawser.proxy.http.exchange.RealIp;
import dev.hawser.proxy.http.exchange.RealIp.Walk;
import dev.hawser.proxy.http.exchange.TrustedAddresses;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that begin with a PROXY header, before HTTP and before TLS, and what endpoints are told of their clients. */
@ParameterizedClass
@EnumSource(Transport.class)
class ProxyProtocolIT {

    private static final String HEADER = "PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final ListenAddress PLAIN =
            ListenAddress.plain("127.0.0.1", 0).withPreface(Preface.PROXY_PROTOCOL);
    private static final ListenAddress SECURED =
            ListenAddress.tls("127.0.0.1", 0).withPreface(Preface.PROXY_PROTOCOL);

    private final Transport transport;

    ProxyProtocolIT(Transport transport) {
        this.transport = transport;
        assumeTrue(transport.available(), () -> transport + " is not available on this machine");
    }

    private static RealIp realIp(String header, String trusted) {
        return new RealIp(
                TrustedAddresses.parse("trusted_ips", List.of(trusted)),
                RealIp.Source.parse("real_ip_header", header),
                Walk.ONE_STEP);
    }

    private TestGateway gateway(ListenAddress listen, ScriptedOrigin origin, UnaryOperator<ExchangeSettings> change) {
        return TestGateway.start(
                TestGateway.snapshot(origin.endpoint()),
                settings -> settings.withTransport(transport)
                        .withListen(List.of(listen))
                        .withExchange(change.apply(settings.exchange())));
    }

    /** Answers with what it is told of the client. */
    private static ScriptedOrigin telling() {
        return new ScriptedOrigin((connection, _) -> {
            while (true) {
                Message request = connection.read();
                String told = request.field("X-Real-IP") + " " + request.field("X-Forwarded-For");
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + told.length() + "\r\n\r\n" + told);
            }
        });
    }

    @Test
    void takesTheClientFromTheHeader() throws Exception {
        try (ScriptedOrigin origin = telling();
                TestGateway gateway = gateway(
                        PLAIN, origin, settings -> settings.withRealIp(realIp("proxy_protocol", "127.0.0.0/8")));
                RawExchange client = gateway.client()) {
            assertThat(client.send(HEADER + GET).read().body()).isEqualTo("192.0.2.1 192.0.2.1");
            String more = GET.replace("\r\n\r\n", "\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n");
            assertThat(client.send(more).read().body()).isEqualTo("192.0.2.1 192.0.2.7, 127.0.0.1");
        }
    }

    @Test
    void takesTheClientFromTheHeaderBeforeTls() throws Exception {
        try (ScriptedOrigin origin = telling();
                TestGateway gateway = gateway(
                        SECURED, origin, settings -> settings.withRealIp(realIp("proxy_protocol", "127.0.0.0/8")));
                Socket socket = new Socket(
                        gateway.address().getAddress(), gateway.address().getPort())) {
            socket.getOutputStream().write(HEADER.getBytes(StandardCharsets.US_ASCII));
            try (SSLSocket secured = TlsIT.secure(socket, "shop.example");
                    RawExchange client = new RawExchange(secured)) {
                assertThat(client.send(GET).read().body()).isEqualTo("192.0.2.1 192.0.2.1");
            }
        }
    }

    @Test
    void takesHeadersThatComeOctetByOctet() throws Exception {
        try (ScriptedOrigin origin = telling();
                TestGateway gateway = gateway(
                        PLAIN, origin, settings -> settings.withRealIp(realIp("proxy_protocol", "127.0.0.0/8")));
                RawExchange client = gateway.client()) {
            for (char c : (HEADER + GET).toCharArray()) {
                client.send(String.valueOf(c));
            }
            assertThat(client.read().body()).isEqualTo("192.0.2.1 192.0.2.1");
        }
    }

    /** As in nginx: the header must be there, but only who is trusted is believed. */
    @Test
    void doesNotBelieveStrangers() throws Exception {
        try (ScriptedOrigin origin = telling();
                TestGateway gateway = gateway(
                        PLAIN, origin, settings -> settings.withRealIp(realIp("proxy_protocol", "10.0.0.0/8")));
                RawExchange client = gateway.client()) {
            assertThat(client.send(HEADER + GET).read().body()).isEqualTo("127.0.0.1 127.0.0.1");
        }
    }

    /** As in Kong: the flag alone makes the header expected, what is believed is another setting. */
    @Test
    void believesTheFieldThatIsSet() throws Exception {
        try (ScriptedOrigin origin = telling();
                TestGateway gateway =
                        gateway(PLAIN, origin, settings -> settings.withRealIp(realIp("X-Real-IP", "127.0.0.1")));
                RawExchange client = gateway.client()) {
            String get = GET.replace("\r\n\r\n", "\r\nX-Real-IP: 192.0.2.9\r\n\r\n");
            assertThat(client.send(HEADER + get).read().body()).isEqualTo("192.0.2.9 192.0.2.9");
        }
    }

    @Test
    void closesConnectionsWithoutAHeader() throws Exception {
        try (ScriptedOrigin origin = telling();
                TestGateway gateway = gateway(PLAIN, origin, UnaryOperator.identity());
                RawExchange client = gateway.client()) {
            client.send(GET);
            assertThat(client.closed()).isTrue();
            assertThat(origin.connections()).isZero();
            assertThat(gateway.proxyHeaderMetrics()).endsWith("\nhawser_proxy_protocol_refused_total 1\n");
        }
    }

    @Test
    void closesConnectionsWhoseHeaderDoesNotEnd() throws Exception {
        Duration soon = Duration.ofMillis(200);
        Duration never = Duration.ofMinutes(10);
        try (ScriptedOrigin origin = telling();
                TestGateway gateway =
                        gateway(PLAIN, origin, settings -> settings.withTimeouts(soon, never, never, never));
                RawExchange client = gateway.client()) {
            client.send("PROXY TCP4 192.0");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void expectsNoHeaderWithoutTheFlag() throws Exception {
        try (ScriptedOrigin origin = telling();
                TestGateway gateway = gateway(ListenAddress.plain("127.0.0.1", 0), origin, UnaryOperator.identity());
                RawExchange client = gateway.client()) {
            assertThat(client.send(HEADER + GET).read().status()).isEqualTo(400);
        }
    }
}
