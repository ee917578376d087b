package dev.hawser.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameServerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.10, 10.0.0.10, 53",
        "' 10.0.0.10:5353 ', 10.0.0.10, 5353",
        "[::1], 0:0:0:0:0:0:0:1, 53",
        "[fd00::a]:65535, fd00:0:0:0:0:0:0:a, 65535",
    })
    void readsAnAddressWithOrWithoutAPort(String text, String host, int port) {
        InetSocketAddress address = NameServerAddress.parse("--dns-resolver", text);
        assertThat(address.getAddress().getHostAddress()).isEqualTo(host);
        assertThat(address.getPort()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "dns.example", "10.0.0.256", "10.0.0.10:0", "10.0.0.10:65536", "::1", "[::1", "[1:2]:53"})
    void saysWhatItExpects(String text) {
        assertThatThrownBy(() -> NameServerAddress.parse("--dns-resolver", text))
                .hasMessage("--dns-resolver: " + text
                        + " (expected: an address with or without a port, like 10.0.0.10 or [::1]:5353)");
    }
}
