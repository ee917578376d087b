package dev.hawser.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetAddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1:80, 10.0.0.1, 80",
        "example.com:0, example.com, 0",
        "my_svc.ns.svc, my_svc.ns.svc, 8000",
        "[fd00::1]:65535, fd00::1, 65535",
        "[::1], ::1, 8000",
        "example.com.:1, example.com., 1"
    })
    void targetHasAHostAndAPort(String text, String host, int port) {
        TargetAddress address = TargetAddress.parse(text);
        assertThat(address).isEqualTo(new TargetAddress(host, port));
        assertThat(TargetAddress.parse(address.toString())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "h:",
                "h:65536",
                "h:-1",
                "h:1:2",
                "::1",
                "fd00::1",
                "[h]:1",
                "[fd00::zz]:1",
                "[::1]1",
                "1.2.3:1",
                "1.2.3.256:1",
                "a b:1",
                "-a:1",
                "a..b:1",
                "h:80/",
                "http://h:80"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> TargetAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: host:port");
    }
}
