package dev.hawser.server.diagnostics;

import dev.hawser.config.GatewayConfig;
import dev.hawser.server.http.HttpReply;
import dev.hawser.server.push.PrivateKeys;
import dev.hawser.server.push.PushAnswer;
import dev.hawser.server.push.PushObserver;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the configurations that were taken and rejected last, and shows them under the paths of Kong Ingress Controller's
 * diagnostics; what there is none of is answered with 204. With several gateways it is the last of any of them.
 */
public final class ConfigHistory implements PushObserver {

    private final Secrets secrets;

    /** Guarded by this. */
    private @Nullable GatewayConfig taken;

    /** Guarded by this. */
    private @Nullable GatewayConfig takenBefore;

    /** Guarded by this. */
    private @Nullable GatewayConfig rejected;

    /** Guarded by this. */
    private @Nullable String rawError;

    /** Whether private keys are shown. */
    public enum Secrets {
        REDACTED,
        SHOWN
    }

    public ConfigHistory(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public synchronized void tried(PushAttempt attempt) {
        switch (attempt.answer()) {
            case PushAnswer.Taken _ -> {
                // Several gateways take the same one.
                if (!attempt.config().equals(taken)) {
                    takenBefore = taken;
                    taken = attempt.config();
                }
            }
            case PushAnswer.Rejected error -> {
                rejected = attempt.config();
                rawError = error.body();
            }
            case PushAnswer.Failed _ -> {}
        }
    }

    /** What is answered, by path. */
    public Map<String, Supplier<HttpReply>> paths() {
        return Map.of(
                "/debug/config/successful", () -> shown(snapshot().taken()),
                "/debug/config/failed", () -> shown(snapshot().rejected()),
                // A bad object is left out when translating, so nothing to fall back to is ever made.
                "/debug/config/fallback", HttpReply::empty,
                "/debug/config/raw-error", this::rawError,
                "/debug/config/diff-report", this::diffReport);
    }

    private record Snapshot(
            @Nullable GatewayConfig taken,
            @Nullable GatewayConfig takenBefore,
            @Nullable GatewayConfig rejected,
            @Nullable String rawError) {}

    private synchronized Snapshot snapshot() {
        return new Snapshot(taken, takenBefore, rejected, rawError);
    }

    private HttpReply shown(@Nullable GatewayConfig config) {
        return config == null
                ? HttpReply.empty()
                : HttpReply.json(ConfigDump.of(config, secrets).json());
    }

    private HttpReply rawError() {
        String error = snapshot().rawError();
        if (error == null || error.isEmpty()) {
            return HttpReply.empty();
        }
        return HttpReply.text(200, secrets == Secrets.SHOWN ? error : PrivateKeys.redact(error));
    }

    private HttpReply diffReport() {
        Snapshot now = snapshot();
        return now.taken() == null || now.takenBefore() == null
                ? HttpReply.empty()
                : HttpReply.json(ConfigDump.of(now.takenBefore(), secrets).diffTo(ConfigDump.of(now.taken(), secrets)));
    }
}
