package dev.hawser.proxy.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8::0001, 2001:db8::1",
        "0:0:0:0:0:0:0:1, ::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "fe80::1%3,",
        "::ffff:10.0.0.1, 10.0.0.1",
        "10.0.0.1:1, 10.0.0.1",
        "[2001:db8::1]:65535, 2001:db8::1",
        "[2001:db8::1],",
        "2001:db8::1],",
        "[10.0.0.1,",
        "10.0.0.1:,",
        "10.0.0.1:99999,",
        "10.0.0,",
        "10.0.0.256,",
        "shop.example,",
        "'',",
    })
    void anAddressHasOneText(String told, String canonical) {
        InetAddress address = ClientAddress.parse(told);
        assertThat(address == null ? null : ClientAddress.text(address)).isEqualTo(canonical);
    }

    @Test
    void aPeerHasTheTextThatNginxGivesIt() {
        assertThat(ClientAddress.text(InetAddress.ofLiteral("2001:db8:0:0:0:0:0:1")))
                .isEqualTo("2001:db8::1");
        assertThat(ClientAddress.text(InetAddress.ofLiteral("::1"))).isEqualTo("::1");
        assertThat(ClientAddress.text(InetAddress.ofLiteral("127.0.0.1"))).isEqualTo("127.0.0.1");
    }
}
