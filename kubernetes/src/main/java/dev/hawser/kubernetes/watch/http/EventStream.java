package dev.hawser.kubernetes.watch.http;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import tools.jackson.databind.JsonNode;

/**
 * The events of a watch, one JSON object a line.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes">Kubernetes
 *     API concepts, efficient detection of changes</a>
 */
public final class EventStream implements AutoCloseable {

    /** Objects of Kubernetes are 3 MB at most; what is longer is no event. */
    private static final int LONGEST_LINE_BYTES = 16 * 1024 * 1024;

    private final ResponseStream response;
    private final KubernetesSerialization serialization;
    private final Deque<byte[]> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    /** What came of waiting for an event. */
    public sealed interface Next {}

    /**
     * An event.
     *
     * @param type {@code ADDED}, {@code MODIFIED}, {@code DELETED} or {@code BOOKMARK}
     * @param object the object, as the server sent it
     */
    public record Event(String type, JsonNode object) implements Next {}

    /** No event came in time. */
    public record Quiet() implements Next {}

    /** The server ended the watch, as it does when its time is over. */
    public record End() implements Next {}

    EventStream(ResponseStream response, KubernetesSerialization serialization) {
        this.response = response;
        this.serialization = serialization;
    }

    /**
     * Waits for the next event.
     *
     * @throws ApiFailure when the connection broke, or what came is not an event, or the event is an error
     */
    public Next next(Duration patience) throws ApiFailure, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (lines.isEmpty()) {
            switch (response.next(Duration.ofNanos(deadline - System.nanoTime()))) {
                case ResponseStream.Bytes(var bytes) -> split(bytes);
                case ResponseStream.Nothing nothing -> {
                    return new Quiet();
                }
                case ResponseStream.End(var failure) -> {
                    if (failure != null) {
                        throw ApiFailure.unreachable(failure);
                    }
                    return new End();
                }
            }
        }
        return parse(lines.remove());
    }

    private void split(ByteBuffer bytes) throws ApiFailure {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                lines.add(begun.toByteArray());
                begun.reset();
            } else {
                begun.write(next);
            }
        }
        if (begun.size() > LONGEST_LINE_BYTES) {
            throw ApiFailure.of(
                    ApiFailure.Reason.MALFORMED, "an event is longer than " + LONGEST_LINE_BYTES + " bytes");
        }
    }

    private Event parse(byte[] line) throws ApiFailure {
        JsonNode event;
        try {
            event = serialization.unmarshal(new String(line, StandardCharsets.UTF_8), JsonNode.class);
        } catch (KubernetesClientException e) {
            // Not its message: that may quote what was sent, which may be a Secret.
            throw ApiFailure.of(ApiFailure.Reason.MALFORMED, "what came is no JSON (expected: an event of a watch)");
        }
        if (event == null
                || !event.path("type").isString()
                || !event.path("object").isObject()) {
            throw ApiFailure.of(
                    ApiFailure.Reason.MALFORMED, "what came is no event of a watch (expected: type and object)");
        }
        JsonNode object = event.path("object");
        if (event.path("type").stringValue().equals("ERROR")) {
            throw ApiFailure.refusal(object.path("code").asInt(0), object, Duration.ZERO);
        }
        return new Event(event.path("type").stringValue(), object);
    }

    /** Ends the watch. */
    @Override
    public void close() {
        response.close();
    }
}
