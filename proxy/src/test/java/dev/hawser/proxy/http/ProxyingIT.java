package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.balancing.Selection;
import dev.hawser.proxy.balancing.SessionOutcome;
import dev.hawser.proxy.http.RawExchange.Message;
import dev.hawser.proxy.http.exchange.ExchangeSettings;
import dev.hawser.proxy.http.exchange.RealIp;
import dev.hawser.proxy.http.exchange.TrustedAddresses;
import dev.hawser.proxy.routing.RouteMatch;
import dev.hawser.proxy.routing.Router;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients and endpoints see of a request that goes through. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class ProxyingIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nServer: origin\r\n\r\nhi";
    private static final String GET = "GET /a HTTP/1.1\r\nHost: shop.example:8000\r\n\r\n";

    private final BlockingQueue<Message> seen = new LinkedBlockingQueue<>();

    /** An origin that notes the requests it gets. */
    private ScriptedOrigin origin(String response) {
        return new ScriptedOrigin((connection, _) -> {
            while (true) {
                seen.add(connection.read());
                connection.send(response);
            }
        });
    }

    private Message requestSentFor(String request) throws Exception {
        try (ScriptedOrigin origin = origin(OK);
                TestGateway gateway = TestGateway.to(origin.endpoint())) {
            assertThat(gateway.exchange(request).status()).isEqualTo(200);
            return seen.take();
        }
    }

    @Test
    void passesRequestAndResponse() throws Exception {
        try (ScriptedOrigin origin = origin(OK);
                TestGateway gateway = TestGateway.to(origin.endpoint())) {
            Message response =
                    gateway.exchange("GET /a/../b//c?x=1&y HTTP/1.1\r\nHost: h\r\nX-Mine: 1\r\nX-Mine: 2\r\n\r\n");
            assertThat(response.firstLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(response.body()).isEqualTo("hi");
            Message request = seen.take();
            assertThat(request.firstLine()).isEqualTo("GET /b/c?x=1&y HTTP/1.1");
            assertThat(request.all("X-Mine")).containsExactly("1", "2");
            assertThat(gateway.awaitEnded().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"/p, /p", "/p?, /p?", "/p??a, /p??a", "http://h/p?q, /p?q", "http://h?q, /?q"})
    void keepsTheQueryAsReceived(String target, String sent) throws Exception {
        Message request = requestSentFor("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(request.firstLine()).isEqualTo("GET " + sent + " HTTP/1.1");
    }

    @Test
    void usesOneUpstreamConnectionForManyRequests() throws Exception {
        try (ScriptedOrigin origin = origin(OK);
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.send(GET).read().status()).isEqualTo(200);
            }
            for (int i = 0; i < 5; i++) {
                assertThat(gateway.exchange(GET).status()).isEqualTo(200);
            }
            assertThat(origin.connections()).isEqualTo(1);
        }
    }

    @Test
    void tellsTheEndpointAboutTheClient() throws Exception {
        Message request = requestSentFor(GET.replace(
                "\r\n\r\n",
                "\r\nX-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\n"
                        + "X-Real-IP: 8.8.8.8\r\nVia: 1.0 fred\r\nX-Forwarded-Prefix: /evil\r\n\r\n"));
        assertThat(request.field("X-Forwarded-For")).isEqualTo("9.9.9.9, 127.0.0.1");
        assertThat(request.field("X-Real-IP")).isEqualTo("127.0.0.1");
        assertThat(request.field("X-Forwarded-Proto")).isEqualTo("http");
        assertThat(request.field("X-Forwarded-Host")).isEqualTo("shop.example");
        assertThat(request.field("X-Forwarded-Port")).matches("\\d+");
        assertThat(request.field("X-Forwarded-Path")).isEqualTo("/a");
        assertThat(request.has("X-Forwarded-Prefix")).isFalse();
        assertThat(request.field("Via")).isEqualTo("1.0 fred, 1.1 hawser");
        assertThat(request.field("X-Kong-Request-Id")).matches("[0-9a-f]{32}");
    }

    @Test
    void believesForwardedFieldsOfTrustedPeersOnly() throws Exception {
        ExchangeSettings trusting = ExchangeSettings.DEFAULT.withRealIp(
                RealIp.DEFAULT.withTrusted(TrustedAddresses.parse("trusted_ips", List.of("127.0.0.0/8"))));
        try (ScriptedOrigin origin = origin(OK);
                TestGateway gateway = TestGateway.start(
                        TestGateway.snapshot(origin.endpoint()), settings -> settings.withExchange(trusting))) {
            gateway.exchange(GET.replace(
                    "\r\n\r\n",
                    "\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Port: 443\r\nX-Real-IP: 8.8.8.8\r\n"
                            + "X-Forwarded-Host: front\r\nX-Forwarded-Path: /x\r\nX-Forwarded-Prefix: /p\r\n\r\n"));
            Message request = seen.take();
            assertThat(request.field("X-Real-IP")).isEqualTo("8.8.8.8");
            assertThat(request.field("X-Forwarded-For")).isEqualTo("8.8.8.8");
            assertThat(request.field("X-Forwarded-Proto")).isEqualTo("https");
            assertThat(request.field("X-Forwarded-Port")).isEqualTo("443");
            assertThat(request.field("X-Forwarded-Host")).isEqualTo("front");
            assertThat(request.field("X-Forwarded-Path")).isEqualTo("/x");
            assertThat(request.field("X-Forwarded-Prefix")).isEqualTo("/p");
        }
    }

    @Test
    void tellsTheStrippedPrefix() throws Exception {
        try (ScriptedOrigin origin = origin(OK)) {
            Router plain = TestGateway.snapshot(origin.endpoint()).router();
            Router stripping = request -> {
                RouteMatch match = plain.match(request);
                return match == null ? null : new RouteMatch(match.route(), "/rest", "/pre");
            };
            try (TestGateway gateway = TestGateway.start(TestGateway.snapshot(stripping))) {
                gateway.exchange("GET /pre/rest HTTP/1.1\r\nHost: h\r\n\r\n");
                Message request = seen.take();
                assertThat(request.firstLine()).isEqualTo("GET /rest HTTP/1.1");
                assertThat(request.field("X-Forwarded-Prefix")).isEqualTo("/pre");
                assertThat(request.field("X-Forwarded-Path")).isEqualTo("/pre/rest");
            }
        }
    }

    @Test
    void sendsTheTargetAsHostUnlessTheRoutePreservesIt() throws Exception {
        try (ScriptedOrigin origin = origin(OK)) {
            try (TestGateway gateway = TestGateway.to(origin.endpoint())) {
                gateway.exchange(GET);
                assertThat(seen.take().field("Host"))
                        .isEqualTo(origin.endpoint().toString());
                gateway.publish(TestGateway.snapshot(
                        UnaryOperator.identity(),
                        route -> route.preserveHost(true),
                        TestGateway.inOrder(origin.endpoint())));
                gateway.exchange(GET);
                assertThat(seen.take().field("Host")).isEqualTo("shop.example:8000");
            }
        }
    }

    /** RFC 9110 section 7.6.1. */
    @Test
    void doesNotForwardWhatConcernsAConnection() throws Exception {
        Message request = requestSentFor(
                "GET / HTTP/1.1\r\nHost: h\r\nConnection: close, X-Secret, Content-Length\r\nX-Secret: 1\r\n"
                        + "Keep-Alive: 5\r\nProxy-Connection: x\r\nProxy: evil\r\nTE: gzip, trailers\r\nUpgrade: h2c\r\n\r\n");
        for (String name : List.of("X-Secret", "Keep-Alive", "Proxy-Connection", "Proxy", "Upgrade")) {
            assertThat(request.has(name)).as(name).isFalse();
        }
        assertThat(request.field("TE")).isEqualTo("trailers");
        assertThat(request.field("Connection")).isEqualTo("TE");
    }

    @Test
    void cleansAndMarksTheResponse() throws Exception {
        try (ScriptedOrigin origin =
                        origin("HTTP/1.1 201 Fine\r\nContent-Length: 0\r\nConnection: x-hop\r\nX-Hop: 1\r\n"
                                + "Keep-Alive: 5\r\nVia: 1.0 fred\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n");
                TestGateway gateway = TestGateway.to(origin.endpoint())) {
            Message response = gateway.exchange(GET);
            assertThat(response.firstLine()).isEqualTo("HTTP/1.1 201 Fine");
            assertThat(response.has("X-Hop")).isFalse();
            assertThat(response.has("Keep-Alive")).isFalse();
            assertThat(response.has("Connection")).isFalse();
            assertThat(response.field("Via")).isEqualTo("1.0 fred, 1.1 hawser");
            assertThat(response.field("Server")).isEqualTo("hawser");
            assertThat(response.all("Set-Cookie")).containsExactly("a=1", "b=2");
            assertThat(response.field("X-Kong-Upstream-Latency")).matches("\\d+");
            assertThat(response.field("X-Kong-Proxy-Latency")).matches("\\d+");
            assertThat(response.field("X-Kong-Request-Id"))
                    .isEqualTo(seen.take().field("X-Kong-Request-Id"));
        }
    }

    @Test
    void addsTheSessionCookieAndKeepsOthers() throws Exception {
        try (ScriptedOrigin origin = origin("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nSet-Cookie: a=1\r\n\r\n");
                TestGateway gateway = TestGateway.start(TestGateway.snapshot(
                        UnaryOperator.identity(),
                        UnaryOperator.identity(),
                        TestGateway.choosing(
                                endpoint -> new Selection(endpoint, SessionOutcome.NEW, "sid=7; Path=/; HttpOnly"),
                                origin.endpoint())))) {
            assertThat(gateway.exchange(GET).all("Set-Cookie")).containsExactly("a=1", "sid=7; Path=/; HttpOnly");
            assertThat(gateway.awaitEnded().session()).isEqualTo(SessionOutcome.NEW);
        }
    }

    @Test
    void passesChunksAndTrailersBothWays() throws Exception {
        try (ScriptedOrigin origin = origin("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n"
                        + "Connection: X-Hop\r\n\r\n3\r\nabc\r\n4;ext=1\r\ndefg\r\n0\r\n"
                        + "Connection: close\r\nX-Sum: 7\r\nX-Hop: 1\r\nKeep-Alive: 1\r\n\r\n");
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            String request = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "5\r\nhello\r\n1\r\n!\r\n0\r\nX-Check: ok\r\n\r\n";
            for (int i = 0; i < 2; i++) {
                Message response = client.send(request).read();
                assertThat(response.body()).isEqualTo("abcdefg");
                assertThat(response.trailers()).containsExactly("X-Sum: 7");
                Message sent = seen.take();
                assertThat(sent.body()).isEqualTo("hello!");
                assertThat(sent.trailers()).containsExactly("X-Check: ok");
            }
            assertThat(origin.connections()).isEqualTo(1);
        }
    }

    /** RFC 9110 section 6.4.1: these responses have no body, whatever their fields say. */
    @ParameterizedTest
    @CsvSource({"HEAD, 200 OK", "GET, 204 No Content", "GET, 304 Not Modified"})
    void knowsResponsesWithoutABody(String method, String status) throws Exception {
        String length = status.startsWith("204") ? "" : "Content-Length: 10\r\n";
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    while (true) {
                        seen.add(connection.read());
                        connection.send("HTTP/1.1 " + status + "\r\n" + length + "\r\n");
                    }
                });
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            for (int i = 0; i < 2; i++) {
                Message response =
                        client.send(method + " / HTTP/1.1\r\nHost: h\r\n\r\n").read(method);
                assertThat(response.firstLine()).isEqualTo("HTTP/1.1 " + status);
                assertThat(response.field("Content-Length")).isEqualTo(length.isEmpty() ? "" : "10");
            }
            assertThat(origin.connections()).isEqualTo(1);
        }
    }

    /** RFC 9110 section 10.1.1. */
    @Test
    void passesExpectAndContinueThrough() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    Message head = connection.readHead();
                    assertThat(head.field("Expect")).isEqualTo("100-continue");
                    connection.send("HTTP/1.1 100 Continue\r\n\r\n");
                    String body = connection.readText(4);
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + body);
                });
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send("PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(100);
            assertThat(client.send("body").read().body()).isEqualTo("body");
        }
    }

    @Test
    void passesEarlyHints() throws Exception {
        try (ScriptedOrigin origin = origin("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK);
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            Message hints = client.send(GET).read();
            assertThat(hints.status()).isEqualTo(103);
            assertThat(hints.field("Link")).isEqualTo("</a>");
            assertThat(client.read().status()).isEqualTo(200);
            Message old = client.send("GET / HTTP/1.0\r\nHost: h\r\n\r\n").read();
            assertThat(old.status()).isEqualTo(200);
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    while (true) {
                        String path = connection.read().firstLine().split(" ", -1)[1];
                        connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
                    }
                });
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                requests.append("POST /").append(i).append(" HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx");
            }
            client.send(requests.toString());
            for (int i = 0; i < 50; i++) {
                assertThat(client.read().body()).isEqualTo("/" + i);
            }
        }
    }

    /** RFC 9112 section 9.3: HTTP/1.0 closes unless asked not to, and knows no chunks. */
    @Test
    void servesClientsOfHttp10() throws Exception {
        try (ScriptedOrigin origin =
                        origin("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            Message response = client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    .read();
            assertThat(response.body()).isEqualTo("abc");
            assertThat(response.has("Transfer-Encoding")).isFalse();
            assertThat(response.field("Connection")).isEqualTo("close");
        }
    }

    @Test
    void keepsConnectionsOfHttp10ClientsThatAskForIt() throws Exception {
        try (ScriptedOrigin origin = origin(OK);
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            for (int i = 0; i < 2; i++) {
                Message response = client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                        .read();
                assertThat(response.field("Connection")).isEqualTo("keep-alive");
            }
            assertThat(client.send("GET / HTTP/1.0\r\n\r\n").read().body()).isEqualTo("hi");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void turnsABodyUntilCloseIntoChunks() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.read();
                    connection.send("HTTP/1.0 200 OK\r\n\r\nall there is");
                });
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            for (int i = 0; i < 2; i++) {
                Message response = client.send(GET).read();
                assertThat(response.field("Transfer-Encoding")).isEqualTo("chunked");
                assertThat(response.body()).isEqualTo("all there is");
            }
            assertThat(origin.connections()).isEqualTo(2);
        }
    }

    @Test
    void closesWhenTheClientAsksForIt() throws Exception {
        try (ScriptedOrigin origin = origin(OK);
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            Message response = client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                    .read();
            assertThat(response.field("Connection")).isEqualTo("close");
            assertThat(client.closed()).isTrue();
        }
    }
}
