package dev.hawser.proxy.http.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.WireCase;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What must be so of any octets whatever: they are read without an error but a refusal, the same however they come in, not
 * beyond the end of a message, and what is accepted is read as the same messages by whoever it is forwarded to.
 */
final class Invariants {

    /** Longer ones are cut at a few places only: each cut is another reading of all of them. */
    private static final int CUT_EVERYWHERE = 4096;

    private Invariants() {}

    static void ofRequests(byte[] octets) {
        List<String> whole = Transcript.ofRequests(octets);
        for (int[] cuts : cuts(octets)) {
            assertThat(Transcript.ofRequests(octets, cuts))
                    .as("cut at %s: %s", cuts, text(octets))
                    .isEqualTo(whole);
        }
        int end = Transcript.endOfFirstRequest(octets);
        if (end >= 0) {
            checkEnd(octets, end);
        }
        checkForwarded(octets, whole);
    }

    /** The first request ends with the octet that it is said to end with: neither before nor behind it. */
    private static void checkEnd(byte[] octets, int end) {
        byte[] alone = Arrays.copyOf(octets, end);
        assertThat(Transcript.endOfFirstRequest(alone))
                .as("alone: %s", text(octets))
                .isEqualTo(end);
        assertThat(Transcript.endOfFirstRequest(Arrays.copyOf(octets, end - 1)))
                .as("cut short: %s", text(octets))
                .isEqualTo(-1);
        byte[] followed = Arrays.copyOf(octets, end + 1);
        followed[end] = 0;
        assertThat(Transcript.endOfFirstRequest(followed))
                .as("followed by something else: %s", text(octets))
                .isEqualTo(end);
    }

    /** RFC 9112 section 11.2: two that read the same octets must find the same requests. */
    private static void checkForwarded(byte[] octets, List<String> read) {
        // A request of HTTP/1.0 goes on as one of HTTP/1.1, with a Host that does not come from the codec.
        boolean forwarded = read.getLast().equals("done")
                && read.stream().noneMatch(line -> line.startsWith("refused") || line.contains(" HTTP_1_0 "));
        if (forwarded) {
            assertThat(comparable(Transcript.ofRequests(Forwarding.ofRequests(octets))))
                    .as("forwarded: %s", text(octets))
                    .isEqualTo(comparable(read));
        }
    }

    /**
     * Of the response to a request with that method.
     *
     * @param closes whether the connection is closed behind the octets
     */
    static void ofResponse(byte[] octets, String method, boolean closes) {
        WireCase sent = new WireCase("any", "", text(octets), method, closes, List.of(), List.of());
        List<String> whole = Transcript.ofResponses(sent);
        for (int[] cuts : cuts(octets)) {
            assertThat(Transcript.ofResponses(sent, cuts))
                    .as("cut at %s: %s", cuts, sent.sent())
                    .isEqualTo(whole);
        }
        boolean forwarded = !whole.isEmpty()
                && whole.stream().noneMatch(line -> line.startsWith("refused") || line.contains(" HTTP_1_0 "));
        if (forwarded) {
            String again = text(Forwarding.ofResponse(octets, method));
            WireCase next = new WireCase("forwarded", "", again, method, closes, List.of(), List.of());
            assertThat(comparable(Transcript.ofResponses(next)))
                    .as("forwarded: %s", sent.sent())
                    .isEqualTo(comparable(whole));
        }
    }

    /** Fields that frame are written anew, and left out where they announce nothing; the framing is in the first line. */
    private static List<String> comparable(List<String> transcript) {
        return transcript.stream()
                .filter(line -> !line.regionMatches(true, 2, "Transfer-Encoding:", 0, 18)
                        && !line.regionMatches(true, 2, "Content-Length:", 0, 15))
                .toList();
    }

    /** Octet by octet, and at places that depend on the octets, so that what is found is found again. */
    private static List<int[]> cuts(byte[] octets) {
        Random random = new Random(Arrays.hashCode(octets));
        int[] few =
                random.ints(random.nextInt(1, 6), 0, octets.length + 1).sorted().toArray();
        return octets.length > CUT_EVERYWHERE
                ? List.of(few)
                : List.of(few, IntStream.range(1, octets.length).toArray());
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
