package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Bodies stream through: what one side does not take, the other side cannot send. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class StreamingIT {

    private static final int BODY_BYTES = 50 * 1024 * 1024;

    /** More than what sockets and the gateway hold, less than the body. */
    private static final int HELD_BYTES = 24 * 1024 * 1024;

    private static byte[] piece() {
        byte[] piece = new byte[64 * 1024];
        for (int i = 0; i < piece.length; i++) {
            piece[i] = (byte) (i * 31);
        }
        return piece;
    }

    private static void sendBody(OutputStream out, AtomicLong sent) throws IOException {
        byte[] piece = piece();
        for (int i = 0; i < BODY_BYTES; i += piece.length) {
            out.write(piece);
            sent.addAndGet(piece.length);
        }
    }

    private static boolean isBody(InputStream in) throws IOException {
        byte[] piece = piece();
        for (int i = 0; i < BODY_BYTES; i += piece.length) {
            if (!Arrays.equals(in.readNBytes(piece.length), piece)) {
                return false;
            }
        }
        return true;
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
    void holdsUpTheEndpointOfASlowClient() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.read();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n");
                    sendBody(connection.socket().getOutputStream(), sent);
                });
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(awaitStandstill(sent)).isLessThan(HELD_BYTES);
            assertThat(isBody(client.in())).isTrue();
        }
    }

    @Test
    void holdsUpTheClientOfASlowEndpoint() throws Exception {
        AtomicLong sent = new AtomicLong();
        CompletableFuture<Void> read = new CompletableFuture<>();
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.readHead();
                    read.join();
                    boolean whole = isBody(connection.in());
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + (whole ? "whole" : "other"));
                });
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n");
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    sendBody(client.socket().getOutputStream(), sent);
                } catch (IOException _) {
                    // Shows in what the origin got.
                }
            });
            assertThat(awaitStandstill(sent)).isLessThan(HELD_BYTES);
            read.complete(null);
            assertThat(client.read().body()).isEqualTo("whole");
            sender.join();
        }
    }

    @Test
    void echoesWhileTheRequestIsStillSent() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.readHead();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n");
                    connection.in().transferTo(connection.socket().getOutputStream());
                });
                TestGateway gateway = TestGateway.to(origin.endpoint());
                RawExchange client = gateway.client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n");
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    sendBody(client.socket().getOutputStream(), new AtomicLong());
                } catch (IOException _) {
                    // Shows in what comes back.
                }
            });
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(isBody(client.in())).isTrue();
            sender.join();
        }
    }
}
