package dev.hawser.benchmarks;

import dev.hawser.proxy.http.codec.DownstreamCodec;
import dev.hawser.proxy.http.codec.FieldName;
import dev.hawser.proxy.http.codec.FieldSet;
import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.Framing;
import dev.hawser.proxy.http.codec.HeadLimits;
import dev.hawser.proxy.http.codec.HeadStore;
import dev.hawser.proxy.http.codec.MessageEnd;
import dev.hawser.proxy.http.codec.ProtocolVersion;
import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.http.codec.ResponseHead;
import dev.hawser.proxy.http.codec.UpstreamCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reading and writing HTTP/1.1, from octets to octets, in a pipeline without a socket. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
// Nothing that is written is lost unseen: it is read again.
@SuppressWarnings("FutureReturnValueIgnored")
public class CodecBenchmark {

    private static final String[] BROWSER = {
        "Host: app.example.com",
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language: en-GB,en;q=0.5",
        "Accept-Encoding: gzip, deflate, br",
        "Cookie: session=00000000-0000-4000-8000-000000000001",
        "Referer: https://app.example.com/catalogue/shoes",
        "Cache-Control: max-age=0"
    };

    private static final FieldSet REPLACED = FieldSet.of(FieldName.HOST, FieldName.VIA, FieldName.X_FORWARDED_FOR);

    @Param({"2", "8", "30"})
    int fields = 8;

    private final HeadStore store = new HeadStore();
    private final EmbeddedChannel client = new EmbeddedChannel();
    private final EmbeddedChannel origin = new EmbeddedChannel();
    private final ResponseHead answer =
            new ResponseHead(204, "No Content", ProtocolVersion.HTTP_1_1, Fields.create(), Framing.NONE);
    private ByteBuf request = Unpooled.EMPTY_BUFFER;

    @Setup
    public void connect() {
        StringBuilder head = new StringBuilder("GET /catalogue/shoes?size=42 HTTP/1.1\r\n");
        for (int i = 0; i < fields; i++) {
            head.append(i < BROWSER.length ? BROWSER[i] : "X-Custom-" + i + ": a value of theirs")
                    .append("\r\n");
        }
        request = Unpooled.directBuffer()
                .writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        DownstreamCodec.install(client.pipeline(), HeadLimits.DEFAULT, store, DownstreamCodec.UNLIMITED);
        UpstreamCodec.install(origin.pipeline(), HeadLimits.DEFAULT, store);
    }

    @TearDown
    public void disconnect() {
        client.finishAndReleaseAll();
        origin.finishAndReleaseAll();
        request.release();
    }

    /** Reads a request, and answers it with a response that has no fields, without which the next would not be read. */
    @Benchmark
    public int readRequest() {
        RequestHead head = received();
        int length = head.method().length();
        answer(head);
        return length;
    }

    /** The same, and between the two: takes some fields out, puts others in, writes the request for an origin. */
    @Benchmark
    public int forwardRequest() {
        RequestHead head = received();
        Fields kept = head.fields()
                .without(REPLACED, FieldSet.EMPTY, CodecBenchmark::none)
                .add(FieldName.HOST, "10.0.0.1:8080")
                .add(FieldName.X_FORWARDED_FOR, "192.0.2.1")
                .add(FieldName.VIA, "1.1 hawser");
        origin.write(
                new RequestHead(head.method(), head.target(), head.version(), kept, head.framing()),
                origin.voidPromise());
        origin.flush();
        ByteBuf written = Objects.requireNonNull(origin.readOutbound());
        int length = written.readableBytes();
        written.release();
        if (origin.readOutbound() != null) {
            throw new IllegalStateException("request: written in pieces (expected: in one buffer)");
        }
        kept.recycle();
        answer(head);
        return length;
    }

    private RequestHead received() {
        client.writeInbound(request.retain().readerIndex(0));
        RequestHead head = Objects.requireNonNull(client.readInbound());
        MessageEnd end = Objects.requireNonNull(client.readInbound());
        if (end.trailers() != null) {
            throw new IllegalStateException("request: has trailers (expected: none)");
        }
        return head;
    }

    private void answer(RequestHead head) {
        head.fields().recycle();
        client.write(answer, client.voidPromise());
        client.write(MessageEnd.PLAIN, client.voidPromise());
        client.flush();
        Objects.requireNonNull(client.<ByteBuf>readOutbound()).release();
    }

    private static boolean none(CharSequence name) {
        return false;
    }
}
