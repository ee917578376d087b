package dev.hawser.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestOriginTest {

    private final TestOrigin origin = TestOrigin.start("127.0.0.2");

    @AfterEach
    void closeOrigin() {
        origin.close();
    }

    @Test
    void echoesTheHeadAndKeepsTheConnection() throws InterruptedException {
        try (RawHttpClient client = RawHttpClient.connect(origin.address())) {
            assertThat(client.get("/a", "Host: x").text()).isEqualTo("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.get("/b").text()).isEqualTo("GET /b HTTP/1.1\r\n\r\n");
        }
        assertThat(origin.requests()).isEqualTo(2);
        assertThat(origin.connections()).isOne();
        assertThat(origin.takeRequest().head().target()).isEqualTo("/a");
        assertThat(origin.target()).isEqualTo("127.0.0.2:" + origin.address().getPort());
    }

    @Test
    void readsContentByLengthAndInChunks() {
        origin.reply(request -> OriginReply.respond(
                201, request.text(), "X-Method: " + request.head().method()));
        try (RawHttpClient client = RawHttpClient.connect(origin.address())) {
            client.send("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc");
            RawHttpClient.Response response = client.read();
            assertThat(response.status()).isEqualTo(201);
            assertThat(response.text()).isEqualTo("abc");
            assertThat(response.head().fields("x-method")).containsExactly("POST");
            client.send(
                    "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\nT: 1\r\n\r\n");
            assertThat(client.read().text()).isEqualTo("abc");
        }
    }

    @Test
    void responsesWithoutContentEndWithTheirHead() {
        String responses = """
                HTTP/1.1 100 Continue

                HTTP/1.1 204 No

                HTTP/1.1 200 OK
                Content-Length: 5

                HTTP/1.1 200 OK
                Transfer-Encoding: chunked

                1
                a
                0

                """;
        origin.reply(new OriginReply.Raw(responses.replace("\n", "\r\n")));
        try (RawHttpClient client = RawHttpClient.connect(origin.address())) {
            assertThat(client.get("/").status()).isEqualTo(100);
            assertThat(client.read().status()).isEqualTo(204);
            assertThat(client.readHead().head().field("content-length")).contains("5");
            assertThat(client.read().text()).isEqualTo("a");
        }
    }

    @Test
    void closesWithoutAnAnswer() {
        origin.reply(new OriginReply.Close());
        try (RawHttpClient client = RawHttpClient.connect(origin.address())) {
            client.send("GET / HTTP/1.1\r\n\r\n");
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void closesInTheMiddleOfTheContent() {
        origin.reply(OriginReply.closeMidBody("part"));
        try (RawHttpClient client = RawHttpClient.connect(origin.address())) {
            assertThatThrownBy(() -> client.get("/"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(EOFException.class)
                    .hasMessageContaining("body: 4 bytes (expected: 1004)");
        }
    }

    @Test
    void heldReplyComesWhenItsGateOpens() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        origin.reply(new OriginReply.Held(gate, OriginReply.ok("late")));
        try (RawHttpClient client = RawHttpClient.connect(origin.address())) {
            CompletableFuture<RawHttpClient.Response> response = CompletableFuture.supplyAsync(() -> client.get("/"));
            origin.takeRequest();
            assertThat(response).isNotDone();
            gate.countDown();
            assertThat(response.get(10, TimeUnit.SECONDS).text()).isEqualTo("late");
        }
    }

    @Test
    void refusesConnectionsUntilItAcceptsAgain() {
        try (RawHttpClient before = RawHttpClient.connect(origin.address())) {
            before.get("/");
            origin.refuse();
            assertThatThrownBy(() -> RawHttpClient.connect(origin.address()))
                    .hasCauseInstanceOf(ConnectException.class);
            assertThat(before.get("/").status()).isEqualTo(200);
            origin.acceptAgain();
            try (RawHttpClient after = RawHttpClient.connect(origin.address())) {
                assertThat(after.get("/").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void droppedConnectionsAreClosed() {
        try (RawHttpClient client = RawHttpClient.connect(origin.address())) {
            client.get("/");
            origin.dropConnections();
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }
}
