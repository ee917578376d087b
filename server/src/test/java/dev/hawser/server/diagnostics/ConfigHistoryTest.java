package dev.hawser.server.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Certificate;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Upstream;
import dev.hawser.server.diagnostics.ConfigHistory.Secrets;
import dev.hawser.server.http.HttpReply;
import dev.hawser.server.push.PushAnswer;
import dev.hawser.server.push.PushObserver.PushAttempt;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigHistoryTest {

    private final ConfigHistory history = new ConfigHistory(Secrets.REDACTED);

    private static GatewayConfig config(String upstream, int slots) {
        return new GatewayConfig(
                List.of(),
                List.of(),
                List.of(Upstream.builder(upstream).slots(slots).build()),
                List.of());
    }

    private static PushAttempt attempt(GatewayConfig config, PushAnswer answer) {
        return new PushAttempt("http://a", config, answer, Duration.ZERO, 0);
    }

    private static HttpReply get(ConfigHistory of, String page) {
        return Objects.requireNonNull(of.paths().get("/debug/config/" + page)).get();
    }

    @ParameterizedTest
    @ValueSource(strings = {"successful", "failed", "fallback", "raw-error", "diff-report"})
    void whatThereIsNoneOfIsEmpty(String page) {
        assertThat(get(history, page).status()).isEqualTo(204);
    }

    @Test
    void whatWasTakenAndWhatWasRejectedLastAreShownApart() {
        history.tried(attempt(config("a", 10), new PushAnswer.Taken()));
        history.tried(attempt(config("b", 10), new PushAnswer.Rejected(List.of(), "bad", "{\"code\":14}")));

        assertThat(get(history, "successful").body())
                .startsWith("{\"hash\":\"")
                .contains("\"name\":\"a\"")
                .doesNotContain("\"name\":\"b\"");
        assertThat(get(history, "failed").body()).contains("\"name\":\"b\"");
        assertThat(get(history, "raw-error").body()).isEqualTo("{\"code\":14}\n");
    }

    @Test
    void theReportTellsWhatDiffers() {
        history.tried(attempt(config("a", 10), new PushAnswer.Taken()));
        history.tried(attempt(config("a", 10), new PushAnswer.Taken()));
        assertThat(get(history, "diff-report").status()).isEqualTo(204);

        history.tried(attempt(config("a", 20), new PushAnswer.Taken()));
        assertThat(get(history, "diff-report").body())
                .contains("\"diffs\":[{\"action\":\"update\",\"entity\":\"upstreams/a\"}]");
        history.tried(attempt(config("b", 20), new PushAnswer.Taken()));
        assertThat(get(history, "diff-report").body())
                .contains("{\"action\":\"create\",\"entity\":\"upstreams/b\"}")
                .contains("{\"action\":\"delete\",\"entity\":\"upstreams/a\"}");
    }

    @Test
    void privateKeysAreShownOnlyWhenThatWasAskedFor() {
        ConfigHistory open = new ConfigHistory(Secrets.SHOWN);
        String key = "-----BEGIN PRIVATE KEY-----\nMHcC\n-----END PRIVATE KEY-----";
        Certificate certificate = new Certificate(new UUID(0, 1), "public", key, List.of(), List.of());
        GatewayConfig config = new GatewayConfig(List.of(), List.of(), List.of(), List.of(certificate));
        PushAttempt rejected = attempt(config, new PushAnswer.Rejected(List.of(), "bad", key));
        history.tried(rejected);
        open.tried(rejected);

        assertThat(get(history, "failed").body())
                .contains("\"REDACTED\"", "public")
                .doesNotContain("MHcC");
        assertThat(get(open, "failed").body()).contains("MHcC");

        assertThat(get(history, "raw-error").body()).isEqualTo("REDACTED\n");
        assertThat(get(open, "raw-error").body()).contains("MHcC");
    }
}
