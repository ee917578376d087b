package dev.hawser.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindAddressTest {

    @ParameterizedTest
    @CsvSource({":10254, '', 10254", "127.0.0.1:0, 127.0.0.1, 0", "[::1]:80, ::1, 80", "name:65535, name, 65535"})
    void addressesAreReadAsGoWritesThem(String text, String host, int port) {
        assertThat(BindAddress.parse("--x", text)).contains(new BindAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "off"})
    void nothingCanBeAskedFor(String text) {
        assertThat(BindAddress.parse("--x", text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10254", "host", ":65536", ":-1", "::1:80", "host:port"})
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> BindAddress.parse("--x", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--x: " + text + " (expected: an address and a port");
    }
}
