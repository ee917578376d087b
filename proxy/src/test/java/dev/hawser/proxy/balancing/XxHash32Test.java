package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XxHash32Test {

    /** Published vectors of the reference implementation, seed 0. */
    @ParameterizedTest
    @CsvSource({
        "'', 02cc5d05",
        "a, 550d7456",
        "abc, 32d153ff",
        "Nobody inspects the spammish repetition, e2293b2f",
    })
    void hashesAsTheReferenceDoes(String text, String expected) {
        assertThat(Integer.toHexString(XxHash32.hash(text))).isEqualTo(expected.replaceFirst("^0+", ""));
    }
}
