package dev.hawser.proxy.http.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstOctetsTest {

    private static FirstOctets of(String begin) {
        ByteBuf octets = Unpooled.copiedBuffer("x" + begin, StandardCharsets.ISO_8859_1).skipBytes(1);
        FirstOctets found = FirstOctets.of(octets);
        assertThat(octets.readableBytes()).isEqualTo(begin.length());
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UNDECIDED | ''",
                "UNDECIDED | P",
                "UNDECIDED | PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r",
                "HTTP_2    | PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n",
                "HTTP_2    | PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\nmore",
                "NEITHER   | PRI * HTTP/2.0\\r\\n\\r\\nXX",
                "NEITHER   | INVALID CONNECTION PREFACE\\r\\n\\r\\n",
                "NEITHER   | HELO\\n",
                "UNDECIDED | GET / HTTP/1.1",
                "HTTP_1    | GET / HTTP/1.1\\r\\n",
                "HTTP_1    | GET / HTTP/1.0\\n",
                "HTTP_1    | PUT /a HTTP/1.1\\r\\nHost: h",
                "HTTP_1    | \\r\\nGET / HTTP/1.1\\r\\n",
                "HTTP_1    | GET /a-target-that-is-rather-long",
                "HTTP_1    | GET /a-target-that-is-rather-long HTTP/3.0\\r\\n",
                "UNDECIDED | GET /a-target-that-is-not-so-lo",
            })
    void whatAConnectionCarriesShows(FirstOctets expected, String begin) {
        assertThat(of(begin.translateEscapes())).isEqualTo(expected);
    }

    /** Whatever is decided by some octets is decided so by more of them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n....",
                "GET / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\nand more",
                "INVALID CONNECTION PREFACE\\r\\n\\r\\n.......",
                "POST /a-target-that-is-rather-long HTTP/1.1\\r\\n",
            })
    void howItIsCutMakesNoDifference(String escaped) {
        String whole = escaped.translateEscapes();
        FirstOctets last = of(whole);
        for (int cut = 0; cut < whole.length(); cut++) {
            assertThat(of(whole.substring(0, cut))).isIn(FirstOctets.UNDECIDED, last);
        }
        assertThat(last).isNotEqualTo(FirstOctets.UNDECIDED);
    }
}
