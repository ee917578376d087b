package dev.hawser.server.playground.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    private static String lease(AddressRange range) {
        return range.lease().getHostAddress();
    }

    @Test
    void startsAtTheFirstAddressOfTheRange() {
        AddressRange range = AddressRange.parse("127.20.0.0/16", AddressReuse.AS_LATE_AS_POSSIBLE);
        assertThat(lease(range)).isEqualTo("127.20.0.1");
        assertThat(lease(range)).isEqualTo("127.20.0.2");
        for (int i = 3; i < 256; i++) {
            lease(range);
        }
        assertThat(lease(range)).isEqualTo("127.20.1.0");
    }

    @Test
    void takesAllOthersBeforeOneThatWasReleased() {
        AddressRange range = AddressRange.parse("127.30.0.0/29", AddressReuse.AS_LATE_AS_POSSIBLE);
        InetAddress first = range.lease();
        InetAddress second = range.lease();
        range.release(second);
        range.release(first);
        for (int i = 3; i <= 6; i++) {
            assertThat(lease(range)).isEqualTo("127.30.0." + i);
        }
        assertThat(range.lease()).isEqualTo(second);
        assertThat(range.lease()).isEqualTo(first);
    }

    @Test
    void takesTheLastReleasedFirstWhenToldSo() {
        AddressRange range = AddressRange.parse("127.30.0.0/29", AddressReuse.AT_ONCE);
        InetAddress first = range.lease();
        range.lease();
        range.release(first);
        assertThat(range.lease()).isEqualTo(first);
        assertThat(lease(range)).isEqualTo("127.30.0.3");
    }

    @Test
    void refusesWhenAllAreInUse() {
        AddressRange range = AddressRange.parse("127.30.0.0/30", AddressReuse.AT_ONCE);
        range.lease();
        range.lease();
        assertThatThrownBy(range::lease)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 addresses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.0/31", "127.0.0.0/7", "127.0.0/16", "127.0.0.256/24", "loop", ""})
    void refusesWhatIsNoRange(String cidr) {
        assertThatThrownBy(() -> AddressRange.parse(cidr, AddressReuse.AT_ONCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: an IPv4 range such as");
    }

    @Test
    void takesAnyRangeAndSaysWhenItsAddressesAreNotLocal() throws IOException {
        AddressRange.parse("127.20.0.0/16", AddressReuse.AT_ONCE).requireBindable();

        // TEST-NET-3 of RFC 5737 belongs to nobody.
        AddressRange foreign = AddressRange.parse("203.0.113.0/24", AddressReuse.AT_ONCE);
        assertThat(lease(foreign)).isEqualTo("203.0.113.1");
        assertThatThrownBy(foreign::requireBindable)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("pod range: 203.0.113.0/24: 203.0.113.1 cannot be listened at")
                .hasMessageContaining("ip route add local 203.0.113.0/24 dev lo");
    }
}
