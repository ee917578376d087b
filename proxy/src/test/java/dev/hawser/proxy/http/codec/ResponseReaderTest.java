package dev.hawser.proxy.http.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.WireCase;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseReaderTest {

    private static final String INTERIM = "HTTP/1.1 102 Processing\r\n\r\n";
    private static final String FINAL = "HTTP/1.1 204 No Content\r\n\r\n";

    private static List<String> read(String octets) {
        return Transcript.ofResponses(new WireCase("flood", "", octets, "GET", false, List.of(), List.of()));
    }

    /** RFC 9110 section 15.2 sets no limit; without one, an endpoint could keep a request for ever. */
    @Test
    void refusesInterimResponsesBeyondTheLimit() {
        assertThat(read(INTERIM.repeat(ResponseReader.MAX_INTERIM) + FINAL).getLast())
                .isEqualTo("end");
        assertThat(read(INTERIM.repeat(ResponseReader.MAX_INTERIM + 1) + FINAL))
                .hasSize(ResponseReader.MAX_INTERIM + 1)
                .endsWith("refused: SYNTAX");
    }
}
