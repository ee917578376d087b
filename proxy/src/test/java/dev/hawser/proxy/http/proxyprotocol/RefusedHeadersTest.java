package dev.hawser.proxy.http.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RefusedHeadersTest {

    private long now = Long.MAX_VALUE - 1;
    private final RefusedHeaders refused = new RefusedHeaders(() -> now);

    @Test
    void countsAllAndTellsOfOneInAWhile() {
        assertThat(refused.add(null, "no header")).isTrue();
        for (int i = 0; i < 1000; i++) {
            assertThat(refused.add(null, "no header")).isFalse();
        }
        now += TimeUnit.SECONDS.toNanos(RefusedHeaders.LOG_SECONDS) - 1;
        assertThat(refused.add(null, "no header")).isFalse();
        now++;
        assertThat(refused.add(null, "no header")).isTrue();
        assertThat(refused.add(null, "no header")).isFalse();
        assertThat(refused.count()).isEqualTo(1004);
    }
}
