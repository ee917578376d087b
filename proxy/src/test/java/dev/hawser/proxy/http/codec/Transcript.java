package dev.hawser.proxy.http.codec;

import dev.hawser.proxy.http.WireCase;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the readers make of octets that come in pieces, in words. */
final class Transcript {

    private static final UnpooledByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);

    private final List<String> lines = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private final Input input = new Input();

    /** The requests among the octets, cut at these places. */
    static List<String> ofRequests(byte[] octets, int... cuts) {
        Transcript transcript = new Transcript();
        RequestReader reader =
                new RequestReader(HeadLimits.DEFAULT, new HeadStore(), Long.MAX_VALUE, HEAP, transcript::note);
        transcript.feed(octets, cuts, reader::read);
        transcript.lines.add(reader.inHead() ? "in a head" : "done");
        return transcript.lines;
    }

    /** How many octets the first request has, with what is skipped before it; -1 when it is refused or not all there. */
    static int endOfFirstRequest(byte[] octets) {
        Transcript transcript = new Transcript();
        RequestReader reader =
                new RequestReader(HeadLimits.DEFAULT, new HeadStore(), Long.MAX_VALUE, HEAP, transcript::note);
        try {
            transcript.input.add(Unpooled.wrappedBuffer(octets), HEAP);
            return reader.read(transcript.input) ? octets.length - transcript.input.available() : -1;
        } catch (Refusal _) {
            return -1;
        } finally {
            transcript.input.release();
        }
    }

    /** The responses among the octets of a case, cut at these places. */
    static List<String> ofResponses(WireCase wireCase, int... cuts) {
        Transcript transcript = new Transcript();
        ResponseReader reader = new ResponseReader(HeadLimits.DEFAULT, new HeadStore(), HEAP, transcript::note);
        reader.expect(wireCase.method());
        boolean read = transcript.feed(wireCase.octets(), cuts, input -> {
            reader.read(input);
            if (reader.switched()) {
                input.release();
            }
            return false;
        });
        if (read && wireCase.closes()) {
            reader.closed();
        }
        return transcript.lines;
    }

    private interface Reader {
        boolean read(Input input) throws Refusal;
    }

    /** Whether nothing was refused. */
    private boolean feed(byte[] octets, int[] cuts, Reader reader) {
        int from = 0;
        try {
            for (int i = 0; i <= cuts.length; i++) {
                int to = i < cuts.length ? cuts[i] : octets.length;
                if (to > from) {
                    // A piece of a larger buffer, whose other octets must not be looked at.
                    ByteBuf all = Unpooled.buffer(octets.length + 2, octets.length + 2);
                    all.writeByte('\n').writeBytes(octets).writeByte('\n');
                    input.add(all.setIndex(from + 1, to + 1), HEAP);
                    while (!input.isEmpty()) {
                        reader.read(input);
                    }
                }
                from = to;
            }
            return true;
        } catch (Refusal refusal) {
            lines.add("refused: " + refusal.malformed().reason());
            return false;
        } finally {
            input.release();
            endBody();
        }
    }

    private void note(Object message) {
        switch (message) {
            case RequestHead head -> {
                lines.add(head.method() + " " + head.target() + " " + head.version() + " " + head.framing());
                note(head.fields());
            }
            case ResponseHead head -> {
                lines.add(head.status() + " " + head.reason() + " " + head.version() + " " + head.framing());
                note(head.fields());
            }
            case ByteBuf piece -> {
                body.append(piece.toString(StandardCharsets.ISO_8859_1));
                piece.release();
            }
            case MessageEnd end -> {
                endBody();
                lines.add("end");
                if (end.trailers() != null) {
                    note(end.trailers());
                }
            }
            default -> throw new IllegalStateException("message: " + message + " (expected: a part of a message)");
        }
    }

    private void endBody() {
        if (!body.isEmpty()) {
            // Before a refusal, how much is passed on depends on how it came.
            lines.add("body " + body);
            body.setLength(0);
        }
    }

    /** As they are written, line by line, which shows values too. */
    private void note(Fields fields) {
        ByteBuf written = Unpooled.buffer();
        fields.writeTo(written, FieldSet.EMPTY);
        written.toString(StandardCharsets.ISO_8859_1)
                .lines()
                .map(line -> "  " + line)
                .forEach(lines::add);
        written.release();
    }
}
