package dev.hawser.proxy.http;

import static dev.hawser.proxy.http.Http2Client.CONTINUATION;
import static dev.hawser.proxy.http.Http2Client.DATA;
import static dev.hawser.proxy.http.Http2Client.END_HEADERS;
import static dev.hawser.proxy.http.Http2Client.END_STREAM;
import static dev.hawser.proxy.http.Http2Client.GOAWAY;
import static dev.hawser.proxy.http.Http2Client.HEADERS;
import static dev.hawser.proxy.http.Http2Client.NOTHING;
import static dev.hawser.proxy.http.Http2Client.PING;
import static dev.hawser.proxy.http.Http2Client.PRIORITY;
import static dev.hawser.proxy.http.Http2Client.RST_STREAM;
import static dev.hawser.proxy.http.Http2Client.SETTINGS;
import static dev.hawser.proxy.http.Http2Client.WINDOW_UPDATE;
import static dev.hawser.proxy.http.Http2Client.block;
import static dev.hawser.proxy.http.Http2Client.frame;
import static dev.hawser.proxy.http.Http2Client.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.Http2Client.Frame;
import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.http.http2.Flood;
import io.netty.handler.codec.http2.Http2Error;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a client may have of HTTP/2, and what it may not. */
class Http2LimitsIT {

    private static final String GET = ":method=GET&:scheme=http&:authority=h&:path=/";
    private static final String POST = ":method=POST&:scheme=http&:authority=h&:path=/";

    private static final int CUT_OFF = -1;

    private static final int STREAMS = 128;

    private final BlockingQueue<Flood> floods = new LinkedBlockingQueue<>();

    private TestGateway gateway(ScriptedOrigin origin) {
        return TestGateway.start(
                TestGateway.snapshot(origin.endpoint()),
                settings -> settings.withListen(List.of(Http2IT.PLAIN)).withObserver(new ExchangeObserver() {
                    @Override
                    public void flooded(Flood flood) {
                        floods.add(flood);
                    }
                }));
    }

    private static ScriptedOrigin silent() {
        CountDownLatch never = new CountDownLatch(1);
        return new ScriptedOrigin((_, _) -> never.await());
    }

    /** The n-th frames that are one too many at last. */
    private static byte[] frames(Flood flood, int n) {
        int stream = 2 * n + 1;
        return switch (flood) {
            case CLIENT_RESETS ->
                both(
                        frame(HEADERS, END_HEADERS | END_STREAM, stream, block(GET)),
                        frame(RST_STREAM, 0, stream, number(8)));
            case PROVOKED_RESETS ->
                // A window that overflows has us reset the stream.
                both(
                        frame(HEADERS, END_HEADERS | END_STREAM, stream, block(GET)),
                        frame(WINDOW_UPDATE, 0, stream, number(Integer.MAX_VALUE)));
            case REFUSED_STREAMS -> frame(HEADERS, END_HEADERS | END_STREAM, stream, block(GET));
            case EMPTY_DATA -> n == 0 ? frame(HEADERS, END_HEADERS, 1, block(POST)) : frame(DATA, 0, 1, NOTHING);
            case PINGS -> frame(PING, 0, 0, new byte[8]);
            case SETTINGS -> frame(SETTINGS, 0, 0, NOTHING);
            case PRIORITIES -> frame(PRIORITY, 0, stream, new byte[5]);
            case WINDOW_UPDATES -> frame(WINDOW_UPDATE, 0, 0, number(1));
            case UNKNOWN_FRAMES -> frame(0x42, 0, 0, NOTHING);
            case CONTINUATIONS -> n == 0 ? frame(HEADERS, 0, 1, block(GET)) : frame(CONTINUATION, 0, 1, block("a=b"));
            case UNSENT_ANSWERS -> throw new IllegalArgumentException("not to be had by one kind of frame");
        };
    }

    /** How many of them come before the first that counts. */
    private static int free(Flood flood) {
        return flood == Flood.REFUSED_STREAMS ? STREAMS : 0;
    }

    /** The code of the GOAWAY, unless the system dropped it, as it does when more comes in on a closed connection. */
    private static int lastError(Http2Client client) {
        try {
            return client.await(GOAWAY).error();
        } catch (IOException _) {
            return CUT_OFF;
        }
    }

    private static byte[] both(byte[] one, byte[] other) {
        byte[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "UNSENT_ANSWERS")
    void aFloodEndsTheConnectionAndIsCounted(Flood flood) throws Exception {
        try (ScriptedOrigin origin = silent();
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int n = 0; n < free(flood) + flood.limit() + 2; n++) {
                all.writeBytes(frames(flood, n));
            }
            client.out().write(all.toByteArray());
            assertThat(lastError(client)).isIn((int) Http2Error.ENHANCE_YOUR_CALM.code(), CUT_OFF);
            assertThat(floods.poll(20, TimeUnit.SECONDS)).isEqualTo(flood);
            assertThat(floods).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"UNSENT_ANSWERS", "CONTINUATIONS", "SETTINGS", "WINDOW_UPDATES"})
    void asManyAsAreAllowedAreNoFlood(Flood flood) throws Exception {
        try (ScriptedOrigin origin = silent();
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            int last = flood == Flood.PINGS ? 1 : 0;
            for (int n = 0; n < free(flood) + flood.limit() - last; n++) {
                all.writeBytes(frames(flood, n));
            }
            client.out().write(all.toByteArray());
            byte[] mark = {1, 2, 3, 4, 5, 6, 7, 8};
            client.send(PING, 0, 0, mark);
            byte[] answer = client.await(PING).payload();
            while (!Arrays.equals(answer, mark)) {
                answer = client.await(PING).payload();
            }
            assertThat(floods).isEmpty();
        }
    }

    /** They were served as far as they were wanted, and cost no more than those that come to their end. */
    @Test
    void requestsThatAreTakenBackOnceTheyAreAnsweredAreNoFlood() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.read();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart");
                    connection.read();
                });
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            for (int n = 0; n < Flood.CLIENT_RESETS.limit() + 50; n++) {
                int stream = 2 * n + 1;
                client.get(stream, "/");
                assertThat(client.await(HEADERS).stream()).isEqualTo(stream);
                client.send(RST_STREAM, 0, stream, number((int) Http2Error.CANCEL.code()));
            }
            client.send(PING, 0, 0, new byte[8]).await(PING);
            assertThat(floods).isEmpty();
        }
    }

    @Test
    void streamsBeyondTheLimitAreRefusedOneByOne() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.read();
                    release.await();
                    connection.send("HTTP/1.1 204 No Content\r\n\r\n");
                });
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            for (int n = 0; n < STREAMS; n++) {
                client.get(2 * n + 1, "/");
            }
            // What follows on a refused stream is no offence.
            client.post(257, "").data(257, END_STREAM, "body");
            Frame reset = client.await(RST_STREAM);
            assertThat(reset.stream()).isEqualTo(257);
            assertThat(reset.error()).isEqualTo((int) Http2Error.REFUSED_STREAM.code());
            release.countDown();
            for (int n = 0; n < STREAMS; n++) {
                assertThat(client.await(HEADERS).fields()).startsWith(":status=204");
            }
            assertThat(client.get(259, "/").answer(259).status()).isEqualTo("204");
        }
    }

    /** Ten fields of that length. */
    private static byte[] longBlock(int each) {
        StringBuilder fields = new StringBuilder(GET);
        for (int n = 0; n < 10; n++) {
            fields.append("&x-").append(n).append('=').append("a".repeat(each));
        }
        return block(fields.toString());
    }

    private static void send(Http2Client client, int stream, byte[] block) throws IOException {
        int length = 16384;
        for (int at = 0; at < block.length; at += length) {
            int end = at + length < block.length ? 0 : END_HEADERS;
            byte[] part = Arrays.copyOfRange(block, at, Math.min(block.length, at + length));
            client.send(at == 0 ? HEADERS : CONTINUATION, at == 0 ? end | END_STREAM : end, stream, part);
        }
    }

    @Test
    void aBlockBeyondTheLimitIsAnsweredAndTheConnectionGoesOn() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.answering("HTTP/1.1 204 No Content\r\n\r\n");
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            send(client, 1, longBlock(5000));
            assertThat(client.answer(1).status()).isEqualTo("431");
            assertThat(client.get(3, "/").answer(3).status()).isEqualTo("204");
        }
    }

    /** It is not even read to its end, without which no other block can be read either (RFC 9113 section 4.3). */
    @Test
    void aBlockFarBeyondTheLimitEndsTheConnection() throws Exception {
        try (ScriptedOrigin origin = silent();
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            send(client, 1, longBlock(6000));
            assertThat(client.answer(1).fields()).isEqualTo("goaway " + Http2Error.PROTOCOL_ERROR.code());
            assertThat(floods).isEmpty();
        }
    }

    @Test
    void tellsItsLimits() throws Exception {
        try (ScriptedOrigin origin = silent();
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.connect(gateway.address())) {
            byte[] settings = client.await(SETTINGS).payload();
            List<String> told = new ArrayList<>();
            for (int at = 0; at < settings.length; at += 6) {
                told.add(settings[at + 1] + "=" + ByteBuffer.wrap(settings).getInt(at + 2));
            }
            assertThat(told).containsExactlyInAnyOrder("3=128", "4=65535", "5=16384", "6=44160");
            assertThat(ByteBuffer.wrap(client.await(WINDOW_UPDATE).payload()).getInt())
                    .isEqualTo(127 * 65535);
        }
    }

    @Test
    void aClientThatTakesNoAnswersIsCutOff() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin((connection, _) -> {
                    connection.readHead();
                    connection.send("HTTP/1.1 204 No Content\r\n\r\n");
                });
                TestGateway gateway = gateway(origin);
                Http2Client client = Http2Client.narrow(gateway.address())) {
            // What goes on being sent is dropped and accounts for pings; each ping has us answer.
            client.post(1, "").await(RST_STREAM);
            byte[] pair = both(frame(DATA, 0, 1, new byte[1024]), frame(PING, 0, 0, new byte[8]));
            try {
                while (floods.isEmpty()) {
                    client.out().write(pair);
                }
            } catch (IOException _) {
                // Cut off.
            }
            assertThat(floods.poll(20, TimeUnit.SECONDS)).isEqualTo(Flood.UNSENT_ANSWERS);
        }
    }
}
