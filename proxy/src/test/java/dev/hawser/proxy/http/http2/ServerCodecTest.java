package dev.hawser.proxy.http.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.codec.HeadLimits;
import org.junit.jupiter.api.Test;

class ServerCodecTest {

    /** Settings hold once they are acknowledged (RFC 9113 section 6.5.3), which a client need not do. */
    @Test
    void limitsStreamsBeforeItsSettingsAreAcknowledged() {
        ServerCodec codec = ServerCodec.create(
                new Http2Limits(10, 65535, 16384), HeadLimits.DEFAULT, _ -> {}, () -> {}, System::nanoTime);
        assertThat(codec.connection().remote().maxActiveStreams()).isEqualTo(20);
    }
}
