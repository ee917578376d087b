package dev.hawser.proxy.http.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Http2LimitsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 1 | 16384 | HTTP/2 streams: 0 (expected: 1 to 10000)",
                "10001 | 1 | 16384 | HTTP/2 streams: 10001 (expected: 1 to 10000)",
                "1 | 0 | 16384 | HTTP/2 window: 0 (expected: 1 to 2147483647)",
                "1 | 1 | 16383 | HTTP/2 frame: 16383 (expected: 16384 to 16777215)",
                "1 | 1 | 16777216 | HTTP/2 frame: 16777216 (expected: 16384 to 16777215)",
            })
    void whatIsOutOfRangeIsRefused(int streams, int window, int frame, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Http2Limits(streams, window, frame))
                .withMessage(message);
    }

    @Test
    void theWindowOfAConnectionIsThatOfAllItsStreams() {
        assertThat(Http2Limits.DEFAULT.connectionWindowBytes()).isEqualTo(128 * 65535);
        assertThat(new Http2Limits(10_000, Integer.MAX_VALUE, 16384).connectionWindowBytes())
                .isEqualTo(Integer.MAX_VALUE);
    }
}
