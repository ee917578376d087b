package dev.hawser.proxy.http.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.WireCase;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Octets that nobody would send: cases of the corpus, changed at random. Nothing but a refusal may come of them, the
 * same however they come in; and what is accepted is read the same again by whoever it is forwarded to. {@code
 * -Dfuzz.rounds} says how many are tried, and {@code -Dfuzz.seed} with which seed.
 */
class CodecFuzzTest {

    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 20_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int MAX_BYTES = 2000;

    private static final List<String> WORDS = List.of(
            "\r\n",
            "\r",
            "\n",
            "\r\n\r\n",
            " ",
            "\t",
            ":",
            ",",
            ";",
            "=",
            "\"",
            "0",
            "0\r\n\r\n",
            "f",
            "HTTP/1.1",
            "HTTP/1.0",
            "Host: h\r\n",
            "Content-Length: ",
            "Content-Length: 3\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Connection: close\r\n",
            "chunked",
            "http://h",
            "GET / ",
            "\0",
            "\u007f",
            "\u0080",
            "\u00ff");

    @Test
    void requestsAreReadAlikeOrRefusedAlike() {
        List<WireCase> seeds = WireCase.read("requests");
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] octets = mutated(seeds, random);
            List<String> whole = Transcript.ofRequests(octets);
            assertThat(Transcript.ofRequests(octets, cuts(octets.length, random)))
                    .as("round %s: %s", round, new String(octets, StandardCharsets.ISO_8859_1))
                    .isEqualTo(whole);
            checkForwarded(octets, whole, round);
        }
    }

    @Test
    void responsesAreReadAlikeOrRefusedAlike() {
        List<WireCase> seeds = WireCase.read("responses");
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            String octets = new String(mutated(seeds, random), StandardCharsets.ISO_8859_1);
            String method = random.nextInt(8) == 0 ? "HEAD" : "GET";
            WireCase mutant = new WireCase("mutant", "", octets, method, random.nextBoolean(), List.of(), List.of());
            assertThat(Transcript.ofResponses(mutant, cuts(octets.length(), random)))
                    .as("round %s: %s", round, octets)
                    .isEqualTo(Transcript.ofResponses(mutant));
        }
    }

    /** RFC 9112 section 11.2: two that read the same octets must find the same requests. */
    private static void checkForwarded(byte[] octets, List<String> read, int round) {
        // A request of HTTP/1.0 goes on as one of HTTP/1.1, with a Host that does not come from the codec.
        boolean forwarded = read.getLast().equals("done")
                && read.stream().noneMatch(line -> line.startsWith("refused") || line.contains(" HTTP_1_0 "));
        if (!forwarded) {
            return;
        }
        List<String> again = Transcript.ofRequests(forward(octets));
        assertThat(comparable(again))
                .as("round %s: %s", round, new String(octets, StandardCharsets.ISO_8859_1))
                .isEqualTo(comparable(read));
    }

    /** The field that frames chunks is written anew, in another place. */
    private static List<String> comparable(List<String> transcript) {
        return transcript.stream()
                .filter(line -> !line.regionMatches(true, 2, "Transfer-Encoding:", 0, 18))
                .toList();
    }

    private static byte[] forward(byte[] octets) {
        EmbeddedChannel in = new EmbeddedChannel();
        DownstreamCodec.install(in.pipeline(), HeadLimits.DEFAULT, new HeadStore(), DownstreamCodec.UNLIMITED);
        EmbeddedChannel out = new EmbeddedChannel();
        UpstreamCodec.install(out.pipeline(), HeadLimits.DEFAULT, new HeadStore());
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        in.writeInbound(in.alloc().buffer().writeBytes(octets));
        for (Object message = in.readInbound(); message != null; message = in.readInbound()) {
            out.writeOutbound(message);
            if (message instanceof MessageEnd) {
                in.writeOutbound(
                        new ResponseHead(204, "No Content", ProtocolVersion.HTTP_1_1, Fields.create(), Framing.NONE));
                in.writeOutbound(MessageEnd.PLAIN);
            }
        }
        for (ByteBuf piece = out.readOutbound(); piece != null; piece = out.readOutbound()) {
            sent.writeBytes(ByteBufUtil.getBytes(piece));
            piece.release();
        }
        in.finishAndReleaseAll();
        out.finishAndReleaseAll();
        return sent.toByteArray();
    }

    private static int[] cuts(int length, Random random) {
        return random.ints(random.nextInt(1, 6), 0, length + 1).sorted().toArray();
    }

    private static byte[] mutated(List<WireCase> seeds, Random random) {
        byte[] octets = seed(seeds, random);
        int changes = random.nextInt(1, 5);
        for (int i = 0; i < changes; i++) {
            octets = change(octets, seeds, random);
        }
        return octets.length <= MAX_BYTES ? octets : Arrays.copyOf(octets, MAX_BYTES);
    }

    private static byte[] seed(List<WireCase> seeds, Random random) {
        byte[] octets = seeds.get(random.nextInt(seeds.size())).octets();
        return octets.length <= MAX_BYTES ? octets : Arrays.copyOf(octets, MAX_BYTES);
    }

    private static byte[] change(byte[] octets, List<WireCase> seeds, Random random) {
        int at = random.nextInt(octets.length + 1);
        int end = Math.min(octets.length, at + random.nextInt(1, 12));
        return switch (random.nextInt(6)) {
            case 0 -> joined(octets, at, new byte[] {(byte) random.nextInt(256)}, Math.min(octets.length, at + 1));
            case 1 -> joined(octets, at, word(random), at);
            case 2 -> joined(octets, at, word(random), end);
            case 3 -> joined(octets, at, new byte[0], end);
            case 4 -> joined(octets, at, Arrays.copyOfRange(octets, at, end), at);
            default -> joined(octets, octets.length, seed(seeds, random), octets.length);
        };
    }

    private static byte[] word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] joined(byte[] octets, int upTo, byte[] middle, int from) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(octets, 0, upTo);
        all.writeBytes(middle);
        all.write(octets, from, octets.length - from);
        return all.toByteArray();
    }
}
