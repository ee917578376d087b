package dev.hawser.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NginxValueTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "8192, 8192", "8k, 8192", "8K, 8192", "10m, 10485760", "1g, 1073741824", "' 1k ', 1024"})
    void readsSizes(String text, long bytes) {
        assertThat(NginxValue.bytes("--size", text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "-1", "1.5m", "1t", "1 k", "99999999999999999999"})
    void refusesWhatIsNoSize(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NginxValue.bytes("--size", text))
                .withMessageStartingWith("--size: " + text + " (expected: a size like ");
    }

    @ParameterizedTest
    @CsvSource({"60, PT60S", "60s, PT60S", "500ms, PT0.5S", "2m, PT2M", "1H, PT1H", "1d, PT24H"})
    void readsTimes(String text, Duration time) {
        assertThat(NginxValue.time("--time", text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0s", "s", "-1s", "1.5s", "1w", "9999999999s"})
    void refusesWhatIsNoTime(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NginxValue.time("--time", text))
                .withMessageStartingWith("--time: " + text + " (expected: a time above 0 like ");
    }
}
