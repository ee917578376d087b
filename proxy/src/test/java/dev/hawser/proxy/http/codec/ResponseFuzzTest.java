package dev.hawser.proxy.http.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hawser.proxy.http.WireCase;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any octets as what an endpoint answers. The build runs it over the corpus; {@code proxy/fuzz} goes on from there. */
class ResponseFuzzTest {

    static Stream<byte[]> seeds() {
        return WireCase.read("responses").stream().map(WireCase::octets);
    }

    @MethodSource("seeds")
    @FuzzTest
    void responsesAreReadInOneWay(byte[] octets) {
        Invariants.ofResponse(octets, "GET", true);
        Invariants.ofResponse(octets, "HEAD", false);
    }
}
