package dev.hawser.proxy.http.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.WireCase;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the octets of a message come in makes no difference, for every case of the corpus. */
class WireSplitTest {

    /** Longer ones are cut at fewer places: what is long in them is all the same. */
    private static final int CUT_EVERYWHERE = 600;

    static List<WireCase> requests() {
        return WireCase.read("requests");
    }

    static List<WireCase> responses() {
        return WireCase.read("responses");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void requestsAreReadAlikeHoweverTheyCome(WireCase wireCase) {
        List<String> whole = Transcript.ofRequests(wireCase.octets());
        boolean refused = wireCase.statuses().stream().anyMatch(status -> status >= 400);
        assertThat(whole.stream().filter(line -> line.startsWith("refused: "))).hasSize(refused ? 1 : 0);
        checkCuts(wireCase, whole, cuts -> Transcript.ofRequests(wireCase.octets(), cuts));
    }

    @ParameterizedTest
    @MethodSource("responses")
    void responsesAreReadAlikeHoweverTheyCome(WireCase wireCase) {
        checkCuts(wireCase, Transcript.ofResponses(wireCase), cuts -> Transcript.ofResponses(wireCase, cuts));
    }

    private static void checkCuts(WireCase wireCase, List<String> whole, Function<int[], List<String>> read) {
        int length = wireCase.octets().length;
        assertThat(read.apply(IntStream.range(1, length).toArray()))
                .as("octet by octet")
                .isEqualTo(whole);
        int step = length <= CUT_EVERYWHERE ? 1 : 211;
        for (int cut = 1; cut < length; cut += step) {
            assertThat(read.apply(new int[] {cut})).as("cut at %s", cut).isEqualTo(whole);
        }
    }
}
