package dev.hawser.kubernetes.watch.http;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The body of an answer, read by one thread that may wait. */
final class ResponseStream implements AsyncBody.Consumer<List<ByteBuffer>>, AutoCloseable {

    /** Holds one part and the end at most: each part is asked for. */
    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();

    private @Nullable AsyncBody body;
    private @Nullable CompletableFuture<?> end;

    /** What came of waiting for a part. */
    sealed interface Part {}

    /** Some bytes. */
    record Bytes(ByteBuffer bytes) implements Part {}

    /**
     * There is nothing more.
     *
     * @param failure why it ended before its end; {@code null} when it is complete
     */
    record End(@Nullable Throwable failure) implements Part {}

    /** Nothing came in time. */
    record Nothing() implements Part {}

    /** Called on the client's threads. */
    @Override
    public void consume(List<ByteBuffer> buffers, AsyncBody from) {
        ByteBuffer all = ByteBuffer.allocate(
                buffers.stream().mapToInt(ByteBuffer::remaining).sum());
        buffers.forEach(all::put);
        parts.add(new Bytes(all.flip()));
    }

    void begin(AsyncBody response) {
        body = response;
        end = response.done().handle((done, failure) -> parts.add(new End(failure)));
        response.consume();
    }

    /** Waits for the next part. Not to be called again after the end. */
    Part next(Duration patience) throws InterruptedException {
        Part part = parts.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (part instanceof Bytes && body != null) {
            body.consume();
        }
        return part == null ? new Nothing() : part;
    }

    /** Waits for all of it. */
    byte[] readAll(Duration pause) throws InterruptedException, ApiFailure {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            switch (next(pause)) {
                case Bytes(var bytes) -> {
                    byte[] part = new byte[bytes.remaining()];
                    bytes.get(part);
                    all.writeBytes(part);
                }
                case Nothing nothing ->
                    throw ApiFailure.of(ApiFailure.Reason.SILENT, "the answer stalled for " + pause.toSeconds() + " s");
                case End(var failure) -> {
                    if (failure != null) {
                        throw ApiFailure.unreachable(failure);
                    }
                    return all.toByteArray();
                }
            }
        }
    }

    /** Ends the connection unless the answer is complete. */
    @Override
    public void close() {
        if (body != null && end != null && !end.isDone()) {
            body.cancel();
        }
    }
}
