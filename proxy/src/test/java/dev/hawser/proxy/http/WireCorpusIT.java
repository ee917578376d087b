package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hawser.proxy.http.RawExchange.Message;
import dev.hawser.testing.RawHttpClient;
import dev.hawser.testing.RawHttpClient.Response;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every case of the corpus, through a gateway, on real sockets of every transport. */
@ParameterizedClass
@EnumSource(Transport.class)
class WireCorpusIT {

    private static final String PROBE = "GET /probe HTTP/1.1\r\nHost: probe\r\n\r\n";
    private static final String EMPTY = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private final Transport transport;
    private final BlockingQueue<Message> seen = new LinkedBlockingQueue<>();

    /** Written by the test, read by the origin's threads once a request of the case came. */
    private volatile WireCase current = new WireCase("none", "", EMPTY, "GET", false, List.of(), List.of());

    WireCorpusIT(Transport transport) {
        this.transport = transport;
        assumeTrue(transport.available(), () -> transport + " is not available on this machine");
    }

    private TestGateway to(ScriptedOrigin origin) {
        return TestGateway.start(
                TestGateway.snapshot(origin.endpoint()), settings -> settings.withTransport(transport));
    }

    @Test
    void requestsAreForwardedOrRefused() throws Exception {
        List<WireCase> cases = WireCase.read("requests");
        assertThat(cases).hasSizeGreaterThan(250);
        SoftAssertions softly = new SoftAssertions();
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    while (true) {
                        seen.add(connection.read());
                        connection.send(EMPTY);
                    }
                });
                TestGateway gateway = to(origin)) {
            for (WireCase wireCase : cases) {
                softly.assertThatCode(() -> request(gateway, wireCase))
                        .as("%s", wireCase)
                        .doesNotThrowAnyException();
                seen.clear();
            }
        }
        softly.assertAll();
    }

    private void request(TestGateway gateway, WireCase wireCase) throws Exception {
        try (RawHttpClient client = RawHttpClient.connect(gateway.address())) {
            client.send(wireCase.octets());
            for (int status : wireCase.statuses()) {
                Response response = client.read();
                assertThat(response.status()).isEqualTo(status);
                if (status != 200) {
                    assertThat(response.head().field("Connection")).contains("close");
                }
            }
            if (wireCase.ends("none")) {
                client.shutdownOutput();
            }
            if (wireCase.ends("keep")) {
                client.send(PROBE);
                assertThat(client.read().status()).isEqualTo(200);
            } else {
                assertThat(client.isClosedByPeer()).as("closed").isTrue();
            }
        }
        long answered =
                wireCase.statuses().stream().filter(status -> status == 200).count();
        checkReceived(wireCase, (int) answered);
    }

    private void checkReceived(WireCase wireCase, int answered) throws InterruptedException {
        int expected = answered + (wireCase.ends("keep") ? 1 : 0);
        Message first = null;
        for (int i = 0; i < expected; i++) {
            Message next = seen.poll(10, TimeUnit.SECONDS);
            assertThat(next).as("request %s of %s", i + 1, expected).isNotNull();
            first = first == null ? next : first;
        }
        assertThat(seen).isEmpty();
        for (String check : wireCase.checks()) {
            if (check.startsWith("count ")) {
                assertThat(answered).as("answered").isEqualTo(Integer.parseInt(check.substring(6)));
            } else {
                check(Objects.requireNonNull(first), check);
            }
        }
    }

    private static void check(Message message, String check) {
        if (check.endsWith(" HTTP/1.1")) {
            assertThat(message.firstLine()).isEqualTo(check);
        } else if (check.startsWith("body ")) {
            assertThat(message.body()).isEqualTo(check.substring(5));
        } else if (check.startsWith("trailer ")) {
            assertThat(message.trailers())
                    .anyMatch(
                            line -> line.replace(":", ": ").replace(":  ", ": ").equals(check.substring(8)));
        } else if (check.startsWith("!trailer ")) {
            assertThat(message.trailers()).noneMatch(line -> line.startsWith(check.substring(9) + ":"));
        } else if (check.startsWith("!")) {
            assertThat(message.has(check.substring(1))).as(check).isFalse();
        } else {
            String[] field = check.split(": ", 2);
            assertThat(message.all(field[0])).as(check).contains(field[1]);
        }
    }

    @Test
    void responsesArePassedOnOrRefused() throws Exception {
        List<WireCase> cases = WireCase.read("responses");
        assertThat(cases).hasSizeGreaterThan(80);
        SoftAssertions softly = new SoftAssertions();
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    boolean closed = false;
                    while (!closed) {
                        boolean probe = connection.read().firstLine().startsWith("GET /probe ");
                        WireCase now = current;
                        connection.send(probe ? EMPTY.getBytes(StandardCharsets.US_ASCII) : now.octets());
                        closed = !probe && now.closes();
                    }
                });
                TestGateway gateway = to(origin)) {
            for (WireCase wireCase : cases) {
                softly.assertThatCode(() -> response(gateway, origin, wireCase))
                        .as("%s", wireCase)
                        .doesNotThrowAnyException();
            }
        }
        softly.assertAll();
    }

    private void response(TestGateway gateway, ScriptedOrigin origin, WireCase wireCase) {
        current = wireCase;
        int before = 0;
        try (RawHttpClient client = RawHttpClient.connect(gateway.address())) {
            client.send(wireCase.method() + " / HTTP/1.1\r\nHost: h\r\n\r\n");
            if (wireCase.ends("cut")) {
                assertThatThrownBy(client::read).isInstanceOf(UncheckedIOException.class);
            } else {
                Response last = null;
                for (int status : wireCase.statuses()) {
                    last = wireCase.method().equals("HEAD") ? client.readHead() : client.read();
                    assertThat(last.status()).isEqualTo(status);
                }
                for (String check : wireCase.checks()) {
                    check(Objects.requireNonNull(last), check);
                }
                before = origin.connections();
                client.send(PROBE);
                assertThat(client.read().status()).isEqualTo(200);
            }
        }
        int opened = origin.connections() - before;
        if (wireCase.checks().contains("reused")) {
            assertThat(opened).as("connections opened by the next request").isZero();
        } else if (wireCase.checks().contains("fresh")) {
            assertThat(opened).as("connections opened by the next request").isEqualTo(1);
        }
    }

    private static void check(Response response, String check) {
        if (check.startsWith("HTTP/1.1 ")) {
            assertThat(response.head().startLine()).isEqualTo(check);
        } else if (check.startsWith("body ")) {
            assertThat(response.text()).isEqualTo(check.substring(5));
        } else if (check.startsWith("!")) {
            assertThat(response.head().field(check.substring(1))).as(check).isEmpty();
        } else if (!check.equals("reused") && !check.equals("fresh")) {
            String[] field = check.split(": ", 2);
            assertThat(response.head().fields(field[0])).as(check).contains(field[1]);
        }
    }
}
