package dev.hawser.proxy.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.proxy.accesslog.AccessLogSettings.Destination;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLogSettingsTest {

    private static AccessLogSettings parse(String text) {
        return AccessLogSettings.parse("--proxy-access-log", text);
    }

    @Test
    void offLogsNothing() {
        assertThat(parse(" off ")).isEqualTo(AccessLogSettings.OFF);
    }

    @Test
    void aPathAloneIsLoggedToInKongsFormat() {
        assertThat(parse("logs/access.log"))
                .isEqualTo(new AccessLogSettings(
                        new Destination.LogFile(Path.of("logs/access.log")), AccessLogFormat.KONG));
    }

    @Test
    void theFormatStandsBehindThePath() {
        assertThat(parse("/dev/stdout json"))
                .isEqualTo(new AccessLogSettings(new Destination.StandardOutput(), AccessLogFormat.JSON));
        assertThat(parse("/dev/stderr  combined"))
                .isEqualTo(new AccessLogSettings(new Destination.StandardError(), AccessLogFormat.COMBINED));
        assertThat(parse("a kong_log_format").format()).isEqualTo(AccessLogFormat.KONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "off json", "access.log xml", "access.log json gzip", "a\0b"})
    void anythingElseIsRefusedWithWhatIsExpected(String text) {
        assertThatThrownBy(() -> parse(text))
                .hasMessage("--proxy-access-log: " + text
                        + " (expected: off, or a path, and behind it kong_log_format, combined, json)");
    }
}
