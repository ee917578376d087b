package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.proxy.http.ListenAddress.Security;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

    @Test
    void readsKongsDefault() {
        assertThat(ListenAddress.parseAll(
                        "proxy_listen",
                        "0.0.0.0:8000 reuseport backlog=16384, 0.0.0.0:8443 http2 ssl reuseport backlog=16384"))
                .containsExactly(
                        new ListenAddress("0.0.0.0", 8000, Security.PLAIN, 16384),
                        new ListenAddress("0.0.0.0", 8443, Security.TLS, 16384));
    }

    @Test
    void readsAddressesOfIpv6() {
        assertThat(ListenAddress.parseAll("proxy_listen", "[::1]:80 deferred bind"))
                .containsExactly(ListenAddress.plain("::1", 80));
    }

    @Test
    void listensNowhereWhenOff() {
        assertThat(ListenAddress.parseAll("proxy_listen", "off")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8000", "localhost", ":80", "a:65536", "a:-1", "a:b", "", "a:1, "})
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> ListenAddress.parseAll("proxy_listen", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("proxy_listen: ")
                .hasMessageEndingWith("(expected: an address and a port, as in 0.0.0.0:8000)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy_protocol", "SSL", "backlog"})
    void refusesUnknownFlags(String flag) {
        assertThatThrownBy(() -> ListenAddress.parseAll("proxy_listen", "0.0.0.0:8000 " + flag))
                .hasMessage("proxy_listen: 0.0.0.0:8000 " + flag
                        + " (expected: only the flags ssl, http2, reuseport, deferred, bind, backlog=N)");
    }

    @Test
    void refusesABacklogOfNothing() {
        assertThatThrownBy(() -> ListenAddress.parseAll("proxy_listen", "0.0.0.0:8000 backlog=0"))
                .hasMessage("proxy_listen: 0.0.0.0:8000 backlog=0 (expected: a backlog of at least 1)");
    }
}
