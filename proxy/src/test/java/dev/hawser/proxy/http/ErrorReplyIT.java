package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Protocol;
import dev.hawser.config.Route;
import dev.hawser.proxy.http.RawExchange.Message;
import dev.hawser.proxy.routing.RouteMatch;
import dev.hawser.proxy.runtime.RouteRuntime;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own responses are those of Kong. */
class ErrorReplyIT {

    private static final String MESSAGE = "no Route matched with those values";

    private static Message without(String accept) throws Exception {
        try (TestGateway gateway = TestGateway.start(TestGateway.snapshot(_ -> null))) {
            return gateway.exchange("GET /x HTTP/1.1\r\nHost: h\r\n" + accept + "\r\n");
        }
    }

    @Test
    void writesJsonUnlessAskedOtherwise() throws Exception {
        Message response = without("");
        assertThat(response.firstLine()).isEqualTo("HTTP/1.1 404 Not Found");
        assertThat(response.field("Content-Type")).isEqualTo("application/json; charset=utf-8");
        String id = response.field("X-Kong-Request-Id");
        assertThat(id).matches("[0-9a-f]{32}");
        assertThat(response.body())
                .isEqualTo("{\n  \"message\":\"" + MESSAGE + "\",\n  \"request_id\":\"" + id + "\"\n}");
        assertThat(response.field("Server")).isEqualTo("hawser");
        assertThat(response.field("X-Kong-Response-Latency")).matches("\\d+");
        assertThat(response.has("Via")).isFalse();
        assertThat(response.has("Date")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html | text/html; charset=utf-8 | <p>no Route matched with those values.</p>",
                "application/xml | application/xml; charset=utf-8 | <message>no Route matched with those values</message>",
                "text/plain | text/plain; charset=utf-8 | no Route matched with those values",
                "*/* | application/json; charset=utf-8 | \"message\":",
                "image/png | application/json; charset=utf-8 | \"message\":",
                "text/html;q=0.5, application/xml;q=0.9 | application/xml; charset=utf-8 | <requestid>",
                "text/* | text/plain; charset=utf-8 | request_id: ",
            })
    void writesWhatTheClientAccepts(String accept, String type, String part) throws Exception {
        Message response = without("Accept: " + accept + "\r\n");
        assertThat(response.field("Content-Type")).isEqualTo(type);
        assertThat(response.body()).contains(part);
    }

    @Test
    void writesNoBodyForHeadAndKeepsTheConnection() throws Exception {
        try (TestGateway gateway = TestGateway.start(TestGateway.snapshot(_ -> null));
                RawExchange client = gateway.client()) {
            for (int i = 0; i < 3; i++) {
                Message response =
                        client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n").read("HEAD");
                assertThat(response.status()).isEqualTo(404);
                assertThat(Integer.parseInt(response.field("Content-Length"))).isPositive();
            }
        }
    }

    /** RFC 9110 section 9.3.2. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | / HTTP/1.1~",
                "400 | / HTTP/1.1~Host: a b~",
                "400 | / HTTP/1.1~Host: h~ folded~",
                "400 | /\u00e4 HTTP/1.1~",
                "413 | / HTTP/1.1~Host: h~Content-Length: 11~",
                "414 | /\u2026",
                "431 | / HTTP/1.1~Host: h~X: \u2026~",
                "505 | / HTTP/1.2~Host: h~",
            })
    void writesNoBodyForAHeadThatIsRefused(int status, String rest) throws Exception {
        try (TestGateway gateway = TestGateway.start(
                        TestGateway.snapshot(_ -> null),
                        settings -> settings.withExchange(settings.exchange().withMaxBodyBytes(10)));
                RawExchange client = gateway.client()) {
            String lines = rest.replace("~", "\r\n").replace("\u2026", "a".repeat(40_000));
            Message response = client.send("HEAD " + lines + "\r\n").read("HEAD");
            assertThat(response.status()).isEqualTo(status);
            assertThat(Integer.parseInt(response.field("Content-Length"))).isPositive();
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void keepsTheConnectionWhenTheBodyIsThere() throws Exception {
        try (TestGateway gateway = TestGateway.start(TestGateway.snapshot(_ -> null));
                RawExchange client = gateway.client()) {
            String post = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
            assertThat(client.send(post).read().status()).isEqualTo(404);
            assertThat(client.send(post).read().status()).isEqualTo(404);
        }
    }

    @Test
    void answersARouteWithoutServiceWith503() throws Exception {
        RouteRuntime route = new RouteRuntime(Route.builder(TestGateway.ID).build(), null);
        try (TestGateway gateway =
                TestGateway.start(TestGateway.snapshot(request -> new RouteMatch(route, request.path(), null)))) {
            Message response = gateway.exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.body()).contains("no Service found with those values");
        }
    }

    @Test
    void asksForTlsWhereARouteTakesNothingElse() throws Exception {
        try (TestGateway gateway = TestGateway.start(TestGateway.snapshot(
                UnaryOperator.identity(), route -> route.protocols(List.of(Protocol.HTTPS)), TestGateway.inOrder()))) {
            Message response = gateway.exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(response.status()).isEqualTo(426);
            assertThat(response.field("Upgrade")).isEqualTo("TLS/1.2, HTTP/1.1");
            assertThat(response.field("Connection")).isEqualTo("Upgrade");
            assertThat(response.body()).contains("Please use HTTPS protocol");
        }
    }

    @Test
    void redirectsToTlsWhereARouteSaysSo() throws Exception {
        try (TestGateway gateway = TestGateway.start(TestGateway.snapshot(
                UnaryOperator.identity(),
                route -> route.protocols(List.of(Protocol.HTTPS)).httpsRedirectStatusCode(308),
                TestGateway.inOrder()))) {
            Message response = gateway.exchange("GET /a?b HTTP/1.1\r\nHost: shop:8000\r\n\r\n");
            assertThat(response.status()).isEqualTo(308);
            assertThat(response.field("Location")).isEqualTo("https://shop/a?b");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "this is not HTTP\r\n\r\n",
                "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 000 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            })
    void answersABrokenResponseWith502(String broken) throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering(broken);
                TestGateway gateway = TestGateway.to(origin.endpoint())) {
            Message response = gateway.exchange("GET / HTTP/1.1\r\nHost: h\r\nAccept: application/json\r\n\r\n");
            assertThat(response.status()).isEqualTo(502);
            assertThat(response.body()).contains("An invalid response was received from the upstream server");
        }
    }

    @Test
    void survivesAnErrorInARouter() throws Exception {
        try (TestGateway gateway = TestGateway.start(TestGateway.snapshot(_ -> {
            throw new IllegalStateException("router: broken (expected: by this test)");
        }))) {
            assertThat(gateway.exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\n").status())
                    .isEqualTo(500);
        }
    }
}
