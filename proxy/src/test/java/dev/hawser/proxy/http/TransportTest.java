package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransportTest {

    @ParameterizedTest
    @EnumSource(Transport.class)
    void isReadByItsName(Transport transport) {
        String name =
                transport == Transport.IO_URING ? "io_uring" : transport.name().toLowerCase(Locale.ROOT);
        assertThat(Transport.parse("--transport", name)).isEqualTo(transport);
    }

    @Test
    void isNotReadByAnotherName() {
        assertThatThrownBy(() -> Transport.parse("--transport", "kqueue"))
                .hasMessage("--transport: kqueue (expected: io_uring, epoll or nio)");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void fallsBackToTheNextThatThereIs(Transport transport) {
        Transport taken = transport.orNext();
        assertThat(taken.available()).isTrue();
        assertThat(taken).isGreaterThanOrEqualTo(transport);
        if (transport.available()) {
            assertThat(taken).isEqualTo(transport);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void saysWhyTheBetterOnesAreNotTaken(Transport transport) {
        int count = 0;
        for (Transport better : Transport.values()) {
            if (better.compareTo(transport) < 0) {
                count++;
                String reason = better.available() ? "\\(not asked for\\)" : "\\(.+\\)";
                assertThat(transport.passedOver()).anyMatch(text -> text.matches(better + " " + reason));
            }
        }
        assertThat(transport.passedOver()).hasSize(count);
        assertThat(transport.available()).isEqualTo(transport.unavailability() == null);
    }
}
