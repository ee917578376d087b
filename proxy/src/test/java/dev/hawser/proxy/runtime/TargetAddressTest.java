package dev.hawser.proxy.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetAddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1:8080, 10.0.0.1, 8080",
        "app.default.svc:80, app.default.svc, 80",
        "app, app, 8000",
        "[fe80::1]:65535, fe80::1, 65535",
        "[::1], ::1, 8000",
    })
    void readsHostAndPort(String target, String host, int port) {
        assertThat(TargetAddress.parse(target)).isEqualTo(new TargetAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ":80", "a:", "a:0", "a:65536", "a:-1", "a:b", "fe80::1", "[::1", "[]:80", "[::1]80", "a b:80",
                "a/b:80"
            })
    void refusesAnythingElse(String target) {
        assertThatThrownBy(() -> TargetAddress.parse(target))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: host:port");
    }
}
