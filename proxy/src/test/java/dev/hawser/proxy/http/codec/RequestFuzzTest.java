package dev.hawser.proxy.http.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hawser.proxy.http.WireCase;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any octets as requests, one behind the other. The build runs it over the corpus; {@code proxy/fuzz} goes on from there. */
class RequestFuzzTest {

    static Stream<byte[]> seeds() {
        return WireCase.read("requests").stream().map(WireCase::octets);
    }

    @MethodSource("seeds")
    @FuzzTest
    void requestsAreReadInOneWay(byte[] octets) {
        Invariants.ofRequests(octets);
    }
}
