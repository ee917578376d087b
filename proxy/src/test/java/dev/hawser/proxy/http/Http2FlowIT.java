package dev.hawser.proxy.http;

import static dev.hawser.proxy.http.Http2Client.DATA;
import static dev.hawser.proxy.http.Http2Client.END_STREAM;
import static dev.hawser.proxy.http.Http2Client.HEADERS;
import static dev.hawser.proxy.http.Http2Client.PING;
import static dev.hawser.proxy.http.Http2Client.RST_STREAM;
import static dev.hawser.proxy.http.Http2Client.WINDOW_UPDATE;
import static dev.hawser.proxy.http.Http2Client.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.Http2Client.Frame;
import dev.hawser.proxy.http.exchange.ExchangeSettings;
import dev.hawser.proxy.http.exchange.ProxyFailure;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Bodies by HTTP/2: what one side does not take, the other side cannot send; and no stream holds up another. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class Http2FlowIT {

    private static final int BODY_BYTES = 8 * 1024 * 1024;

    /** The most that the gateway may hold of a stream: two reads, what it writes ahead, and a window. */
    private static final long HELD_BYTES = 384 * 1024;

    private static final int WINDOW = 65535;

    private static final int STREAMS = 128;

    private static ScriptedOrigin sending(AtomicLong sent) {
        return new ScriptedOrigin((connection, _) -> {
            boolean small = connection.read().firstLine().contains("/small");
            int length = small ? 5 : BODY_BYTES;
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
            OutputStream out = connection.socket().getOutputStream();
            byte[] piece = new byte[Math.min(length, 16 * 1024)];
            for (int i = 0; i < length; i += piece.length) {
                out.write(piece);
                if (!small) {
                    sent.addAndGet(piece.length);
                }
            }
        });
    }

    /** Waits until what was sent no longer grows: the sender is held up. */
    private static long awaitStandstill(AtomicLong sent) {
        long last = -1;
        long since = System.nanoTime();
        while (System.nanoTime() - since < TimeUnit.MILLISECONDS.toNanos(500)) {
            long now = sent.get();
            if (now != last) {
                last = now;
                since = System.nanoTime();
            }
            Thread.onSpinWait();
        }
        return last;
    }

    @Test
    void aStreamWithoutWindowHoldsUpItsEndpointAndNoOtherStream() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (ScriptedOrigin origin = sending(sent);
                TestGateway gateway = Http2IT.gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.get(1, "/");
            int received = 0;
            while (received < WINDOW) {
                received += client.await(DATA).text().length();
            }
            assertThat(received).isEqualTo(WINDOW);
            long taken = awaitStandstill(sent) - WINDOW;
            assertThat(taken - SocketQueues.waiting(origin.endpoint().port())).isBetween(0L, HELD_BYTES);
            assertThat(client.get(3, "/small").answer(3).body()).hasSize(5);
            client.window(1, BODY_BYTES);
            boolean ended = false;
            while (!ended) {
                Frame frame = client.await(DATA);
                received += frame.text().length();
                ended = frame.endsStream();
            }
            assertThat(received).isEqualTo(BODY_BYTES);
        }
    }

    @Test
    void aSlowEndpointHoldsUpItsClientAndNoOtherStream() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    RawExchange.Message head = connection.readHead();
                    if (head.firstLine().startsWith("POST")) {
                        read.await();
                        connection.in().readNBytes(BODY_BYTES);
                    }
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole");
                });
                TestGateway gateway = Http2IT.gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.post(1, "&content-length=" + BODY_BYTES);
            Upload upload = new Upload(client, 1);
            upload.untilStandstill();
            assertThat(upload.sent - SocketQueues.waiting(origin.endpoint().port()))
                    .isBetween(0L, HELD_BYTES);
            assertThat(client.get(3, "/").answer(3).body()).isEqualTo("whole");
            read.countDown();
            upload.toTheEnd();
            assertThat(client.answer(1).body()).isEqualTo("whole");
        }
    }

    /** Takes a part of bodies that are sent to it, and the rest once it may. */
    private static ScriptedOrigin stalling(CountDownLatch go, CountDownLatch closed) {
        return new ScriptedOrigin((connection, _) -> {
            RawExchange.Message head = connection.readHead();
            go.await();
            if (head.firstLine().startsWith("POST")) {
                try {
                    connection.in().readAllBytes();
                } finally {
                    closed.countDown();
                }
            }
            connection.send("HTTP/1.1 204 No Content\r\n\r\n");
        });
    }

    @Test
    void aRequestThatIsTakenBackWhileItsBodyWaitsEnds() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (ScriptedOrigin origin = stalling(go, closed);
                TestGateway gateway = Http2IT.gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.post(1, "&content-length=" + BODY_BYTES);
            new Upload(client, 1).untilStandstill();
            client.send(RST_STREAM, 0, 1, number((int) Http2Error.CANCEL.code()));
            assertThat(gateway.awaitEnded().failure()).isEqualTo(ProxyFailure.CLIENT_GONE);
            // As many as may be at once: the stream is none of them any more.
            for (int n = 1; n <= STREAMS; n++) {
                client.get(2 * n + 1, "/");
            }
            client.send(PING, 0, 0, new byte[8]);
            Frame frame = client.next();
            while (frame != null && frame.type() != PING) {
                assertThat(frame.type()).isEqualTo(WINDOW_UPDATE);
                frame = client.next();
            }
            go.countDown();
            for (int n = 1; n <= STREAMS; n++) {
                assertThat(client.await(HEADERS).fields()).startsWith(":status=204");
            }
            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aConnectionThatIsLostWhileABodyWaitsEndsItsExchange() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (ScriptedOrigin origin = stalling(go, closed);
                TestGateway gateway = Http2IT.gateway(origin)) {
            try (Http2Client client = Http2Client.connect(gateway.address())) {
                client.post(1, "&content-length=" + BODY_BYTES);
                new Upload(client, 1).untilStandstill();
            }
            assertThat(gateway.awaitEnded().failure()).isEqualTo(ProxyFailure.CLIENT_GONE);
            go.countDown();
            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Sends a body until its connection is closed. */
    private static ScriptedOrigin endless(CountDownLatch closed) {
        return new ScriptedOrigin((connection, _) -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + Long.MAX_VALUE + "\r\n\r\n");
            try {
                while (true) {
                    connection.socket().getOutputStream().write(new byte[16 * 1024]);
                }
            } finally {
                closed.countDown();
            }
        });
    }

    @Test
    void aResponseThatIsNotWantedAnyMoreEnds() throws Exception {
        CountDownLatch cutOff = new CountDownLatch(1);
        try (ScriptedOrigin origin = endless(cutOff);
                TestGateway gateway = Http2IT.gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.post(1, "").data(1, END_STREAM, "");
            client.await(DATA);
            client.send(RST_STREAM, 0, 1, number((int) Http2Error.CANCEL.code()));
            assertThat(gateway.awaitEnded().failure()).isEqualTo(ProxyFailure.CLIENT_GONE);
            assertThat(cutOff.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(client.get(3, "/").await(HEADERS).fields()).startsWith(":status=200");
        }
    }

    /** Sends a body as fast as its window allows. */
    private static final class Upload {

        private final Http2Client client;
        private final int stream;
        private long window = WINDOW;
        private long sent;

        Upload(Http2Client client, int stream) {
            this.client = client;
            this.stream = stream;
        }

        private void send() throws IOException {
            while (window > 0 && sent < BODY_BYTES) {
                int count = (int) Math.min(Math.min(window, BODY_BYTES - sent), 16384);
                sent += count;
                window -= count;
                client.send(DATA, sent == BODY_BYTES ? END_STREAM : 0, stream, new byte[count]);
            }
        }

        private void take(Frame frame) {
            if (frame.type() == WINDOW_UPDATE && frame.stream() == stream) {
                window += ByteBuffer.wrap(frame.payload()).getInt();
            }
        }

        /** Round trip after round trip brings no more window. */
        void untilStandstill() throws Exception {
            for (int still = 0; still < 50; still++) {
                long before = sent;
                send();
                client.send(PING, 0, 0, new byte[8]);
                Frame frame = client.next();
                while (frame != null && frame.type() != PING) {
                    take(frame);
                    frame = client.next();
                }
                still = sent == before ? still : 0;
            }
        }

        void toTheEnd() throws IOException {
            send();
            while (sent < BODY_BYTES) {
                take(client.await(WINDOW_UPDATE));
                send();
            }
        }
    }

    @Test
    void aClientThatTakesNothingLosesItsStreamAlone() throws Exception {
        Duration minute = Duration.ofMinutes(1);
        try (ScriptedOrigin origin = sending(new AtomicLong());
                TestGateway gateway = TestGateway.start(
                        TestGateway.snapshot(origin.endpoint()),
                        settings -> settings.withListen(List.of(Http2IT.PLAIN))
                                .withExchange(settings.exchange()
                                        .withTimeouts(minute, minute, minute, Duration.ofMillis(500))));
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.get(1, "/");
            Frame reset = client.await(RST_STREAM);
            assertThat(reset.stream()).isEqualTo(1);
            assertThat(reset.error()).isEqualTo((int) Http2Error.INTERNAL_ERROR.code());
            assertThat(gateway.awaitEnded().failure()).isEqualTo(ProxyFailure.CLIENT_TIMEOUT);
            assertThat(client.get(3, "/small").answer(3).body()).hasSize(5);
        }
    }

    /** No octet is long in coming, and yet it takes far less than it should. */
    @Test
    void aClientThatTakesTooLittleLosesItsStream() throws Exception {
        Duration minute = Duration.ofMinutes(1);
        try (ScriptedOrigin origin = sending(new AtomicLong());
                TestGateway gateway = TestGateway.start(
                        TestGateway.snapshot(origin.endpoint()),
                        settings -> settings.withListen(List.of(Http2IT.PLAIN))
                                .withExchange(settings.exchange()
                                        .withTimeouts(minute, minute, minute, Duration.ofSeconds(1))
                                        .withMinRate(ExchangeSettings.MAX_MIN_RATE)));
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.get(1, "/");
            Frame frame = client.await(HEADERS);
            int received = 0;
            while (frame != null && frame.type() != RST_STREAM) {
                frame = client.next();
                if (frame != null && frame.type() == DATA) {
                    received += frame.text().length();
                    // More often would be a flood.
                    long from = System.nanoTime();
                    while (System.nanoTime() - from < TimeUnit.MILLISECONDS.toNanos(5)) {
                        Thread.onSpinWait();
                    }
                    client.window(1, 1);
                }
            }
            assertThat(frame).isNotNull();
            assertThat(received).isGreaterThan(WINDOW).isLessThan(BODY_BYTES);
            assertThat(gateway.awaitEnded().failure()).isEqualTo(ProxyFailure.CLIENT_TIMEOUT);
        }
    }

    @Test
    void aClientThatSendsNothingOfItsBodyLosesItsStreamAlone() throws Exception {
        Duration minute = Duration.ofMinutes(1);
        try (ScriptedOrigin origin = sending(new AtomicLong());
                TestGateway gateway = TestGateway.start(
                        TestGateway.snapshot(origin.endpoint()),
                        settings -> settings.withListen(List.of(Http2IT.PLAIN))
                                .withExchange(settings.exchange()
                                        .withTimeouts(minute, minute, Duration.ofMillis(500), minute)));
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.post(1, "");
            assertThat(client.await(HEADERS).fields()).startsWith(":status=408");
            assertThat(client.await(RST_STREAM).error()).isEqualTo((int) Http2Error.NO_ERROR.code());
            assertThat(client.get(3, "/small").answer(3).body()).hasSize(5);
        }
    }

    @Test
    void smallPiecesStayInOrder() throws Exception {
        try (ScriptedOrigin origin = Http2IT.echoing();
                TestGateway gateway = Http2IT.gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            StringBuilder whole = new StringBuilder();
            client.post(1, "");
            for (int i = 0; i < 500; i++) {
                client.data(1, 0, i + " ");
                whole.append(i).append(' ');
            }
            client.data(1, END_STREAM, "");
            assertThat(client.answer(1).body()).endsWith("\n\n" + whole);
        }
    }
}
