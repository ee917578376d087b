package dev.hawser.server.playground.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackRangeTest {

    private static String lease(LoopbackRange range) {
        return range.lease().getHostAddress();
    }

    @Test
    void startsAtTheFirstAddressOfTheRange() {
        LoopbackRange range = LoopbackRange.parse("127.20.0.0/16", AddressReuse.AS_LATE_AS_POSSIBLE);
        assertThat(lease(range)).isEqualTo("127.20.0.1");
        assertThat(lease(range)).isEqualTo("127.20.0.2");
        for (int i = 3; i < 256; i++) {
            lease(range);
        }
        assertThat(lease(range)).isEqualTo("127.20.1.0");
    }

    @Test
    void takesAllOthersBeforeOneThatWasReleased() {
        LoopbackRange range = LoopbackRange.parse("127.30.0.0/29", AddressReuse.AS_LATE_AS_POSSIBLE);
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
        LoopbackRange range = LoopbackRange.parse("127.30.0.0/29", AddressReuse.AT_ONCE);
        InetAddress first = range.lease();
        range.lease();
        range.release(first);
        assertThat(range.lease()).isEqualTo(first);
        assertThat(lease(range)).isEqualTo("127.30.0.3");
    }

    @Test
    void refusesWhenAllAreInUse() {
        LoopbackRange range = LoopbackRange.parse("127.30.0.0/30", AddressReuse.AT_ONCE);
        range.lease();
        range.lease();
        assertThatThrownBy(range::lease)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 addresses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/16", "127.0.0.0/31", "127.0.0.0/7", "127.0.0/16", "127.0.0.256/24", "loop", ""})
    void refusesWhatIsNoRangeOfLoopbackAddresses(String cidr) {
        assertThatThrownBy(() -> LoopbackRange.parse(cidr, AddressReuse.AT_ONCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: a range such as");
    }
}
