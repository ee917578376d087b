package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.proxy.http.ListenAddress.Preface;
import dev.hawser.proxy.http.ListenAddress.Security;
import dev.hawser.proxy.http.ListenAddress.Versions;
import dev.hawser.proxy.http.SocketSettings.Accept;
import dev.hawser.proxy.http.SocketSettings.IpVersions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

    @Test
    void readsKongsDefault() {
        assertThat(ListenAddress.parseAll(
                        "proxy_listen",
                        "0.0.0.0:8000 reuseport backlog=16384, 0.0.0.0:8443 http2 ssl reuseport backlog=16384"))
                .containsExactly(
                        ListenAddress.plain("0.0.0.0", 8000).withSocket(SocketSettings.DEFAULT.withBacklog(16384)),
                        ListenAddress.tls("0.0.0.0", 8443)
                                .withVersions(Versions.HTTP_1_AND_2)
                                .withSocket(SocketSettings.DEFAULT.withBacklog(16384)));
    }

    @Test
    void readsAddressesOfIpv6() {
        assertThat(ListenAddress.parseAll("proxy_listen", "[::1]:80 reuseport bind"))
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
    @ValueSource(strings = {"proxy-protocol", "SSL", "backlog", "ssl=on", "fastopen=3", "so_keepalive", "="})
    void refusesUnknownFlags(String flag) {
        assertThatThrownBy(() -> ListenAddress.parseAll("proxy_listen", "0.0.0.0:8000 " + flag))
                .hasMessage("proxy_listen: 0.0.0.0:8000 " + flag
                        + " (expected: only the flags ssl, http2, proxy_protocol, reuseport, deferred, bind, "
                        + "backlog=N, ipv6only=on|off, so_keepalive=…)");
    }

    @Test
    void refusesABacklogOfNothing() {
        assertThatThrownBy(() -> ListenAddress.parseAll("proxy_listen", "0.0.0.0:8000 backlog=0"))
                .hasMessage("proxy_listen: 0.0.0.0:8000 backlog=0 (expected: a backlog of at least 1)");
    }

    @Test
    void readsTheFlagsOfSockets() {
        ListenAddress address = ListenAddress.parseAll(
                        "proxy_listen",
                        "[::]:80 so_keepalive=30m::10 ssl deferred ipv6only=off proxy_protocol backlog=7 http2")
                .getFirst();
        assertThat(address)
                .isEqualTo(new ListenAddress(
                        "::",
                        80,
                        Security.TLS,
                        Versions.HTTP_1_AND_2,
                        Preface.PROXY_PROTOCOL,
                        new SocketSettings(7, Accept.WITH_DATA, IpVersions.BOTH, new TcpProbes.On(1800, null, 10))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [::]:80 ipv6only=yes | ipv6only=on or ipv6only=off
            0.0.0.0:80 ipv6only=on | ipv6only at an IPv6 address only
            0.0.0.0:80 so_keepalive=yes | so_keepalive=on, off or [idle]:[interval]:[count] as in 30m::10
            0.0.0.0:80 backlog=x | a backlog of at least 1
            """)
    void refusesValuesThatFlagsDoNotTake(String entry, String expected) {
        assertThatThrownBy(() -> ListenAddress.parseAll("proxy_listen", entry))
                .hasMessage("proxy_listen: " + entry + " (expected: " + expected + ")");
    }
}
