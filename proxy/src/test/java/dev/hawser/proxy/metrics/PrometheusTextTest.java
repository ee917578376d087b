package dev.hawser.proxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrometheusTextTest {

    @Test
    void writesFamiliesWithTheirSamples() {
        assertThat(new PrometheusText()
                        .family("a_total", PrometheusText.Type.COUNTER, "Things \\ \"so far\"\nand more")
                        .sample(3)
                        .family("b", PrometheusText.Type.GAUGE, "Now")
                        .sample(-1, "x", "1", "y", "a \"b\" \\ c\nd é")
                        .sample(2, "x", "2", "y", ""))
                .hasToString("""
                        # HELP a_total Things \\\\ "so far"\\nand more
                        # TYPE a_total counter
                        a_total 3
                        # HELP b Now
                        # TYPE b gauge
                        b{x="1",y="a \\"b\\" \\\\ c\\nd é"} -1
                        b{x="2",y=""} 2
                        """);
    }
}
