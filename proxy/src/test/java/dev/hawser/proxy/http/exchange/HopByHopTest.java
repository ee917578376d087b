package dev.hawser.proxy.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.codec.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 section 7.6.1. */
class HopByHopTest {

    @ParameterizedTest
    @CsvSource({
        "x-one, true",
        "X-TWO, true",
        "X-Three, true",
        "x-four, false",
        "Keep-Alive, true",
        "connection, true",
        "Host, false",
        "content-length, false",
    })
    void holdsWhatIsKnownAndWhatIsNamed(String name, boolean held) {
        Fields fields =
                Fields.create().add("Connection", "X-One, x-two,,Host").add("Connection", "Content-Length , x-Three");
        assertThat(HopByHop.of(fields).contains(name)).isEqualTo(held);
    }

    @Test
    void withoutAConnectionFieldOnlyWhatIsKnown() {
        HopByHop none = HopByHop.of(Fields.create());
        assertThat(none.contains("Upgrade")).isTrue();
        assertThat(none.contains("X-One")).isFalse();
    }
}
