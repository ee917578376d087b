package dev.hawser.proxy.http.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hawser.proxy.http.WireCase;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any octets as a chunked body: it is whole when the grammar says so, with the same content, end and trailers. The build
 * runs it over the bodies of the corpus; {@code proxy/fuzz} goes on from there.
 */
class ChunkFuzzTest {

    private static final UnpooledByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);
    private static final int CUT_EVERYWHERE = 4096;

    static Stream<byte[]> seeds() {
        return Stream.of("requests", "responses")
                .flatMap(file -> WireCase.read(file).stream())
                .filter(wireCase -> wireCase.sent().toLowerCase(Locale.ROOT).contains("chunked"))
                .filter(wireCase -> wireCase.sent().contains("\r\n\r\n"))
                .map(wireCase -> wireCase.sent()
                        .substring(wireCase.sent().indexOf("\r\n\r\n") + 4)
                        .getBytes(StandardCharsets.ISO_8859_1));
    }

    @MethodSource("seeds")
    @FuzzTest
    void chunksAreReadAsTheGrammarSays(byte[] octets) {
        ChunkGrammar.Body expected = ChunkGrammar.parse(octets);
        assertThat(read(octets, octets.length)).as("at once").isEqualTo(expected);
        if (octets.length <= CUT_EVERYWHERE) {
            assertThat(read(octets, 1)).as("octet by octet").isEqualTo(expected);
        }
        assertThat(read(octets, 7)).as("by seven octets").isEqualTo(expected);
    }

    /** The body that the octets begin with when they come in pieces of that length; {@code null} without a whole one. */
    private static ChunkGrammar.@Nullable Body read(byte[] octets, int piece) {
        StringBuilder content = new StringBuilder();
        int[] trailers = {0};
        BodyReader reader = new BodyReader(HeadLimits.DEFAULT, new HeadStore(), Long.MAX_VALUE, HEAP, message -> {
            switch (message) {
                case ByteBuf part -> {
                    content.append(part.toString(StandardCharsets.ISO_8859_1));
                    part.release();
                }
                case MessageEnd end ->
                    trailers[0] = end.trailers() == null ? 0 : end.trailers().size();
                default -> throw new IllegalStateException("message: " + message + " (expected: a part of a body)");
            }
        });
        Input input = new Input();
        try {
            reader.begin(Framing.CHUNKED);
            for (int at = 0; at < octets.length; at += piece) {
                int to = Math.min(octets.length, at + piece);
                input.add(Unpooled.wrappedBuffer(Arrays.copyOfRange(octets, at, to)), HEAP);
                if (reader.read(input)) {
                    return new ChunkGrammar.Body(content.toString(), trailers[0], to - input.available());
                }
                assertThat(input.isEmpty()).as("all was read").isTrue();
            }
            return null;
        } catch (Refusal _) {
            return null;
        } finally {
            input.release();
        }
    }
}
