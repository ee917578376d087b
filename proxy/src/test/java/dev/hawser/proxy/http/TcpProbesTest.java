package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpProbesTest {

    @Test
    void readsOnAndOff() {
        assertThat(TcpProbes.parse("on")).isEqualTo(new TcpProbes.On(null, null, null));
        assertThat(TcpProbes.parse("off")).isEqualTo(TcpProbes.OFF);
    }

    @ParameterizedTest
    @CsvSource({
        "30m::10, 1800,, 10",
        "60:5:3, 60, 5, 3",
        "1s::, 1,,",
        ":2m:, , 120,",
        "::127,,, 127",
        "9h:1:1, 32400, 1, 1",
    })
    void readsTimesAndACount(String text, Integer idle, Integer interval, Integer count) {
        assertThat(TcpProbes.parse(text)).isEqualTo(new TcpProbes.On(idle, interval, count));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "::", "yes", "30m", "1:2", "1:2:3:4", "0:1:1", "1:1:0", "-1:1:1", "10h:1:1", "1:1:128", "1ms:1:1"
            })
    void refusesAnythingElse(String text) {
        assertThat(TcpProbes.parse(text)).isNull();
    }
}
