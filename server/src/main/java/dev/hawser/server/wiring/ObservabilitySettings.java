package dev.hawser.server.wiring;

import dev.hawser.server.http.BindAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a controller tells of itself, and how it stops; fixed at start.
 *
 * @param health where probes are answered; {@code null} for nowhere
 * @param metrics where metrics are answered; {@code null} for nowhere
 * @param diagnosticsAddress where diagnostics are answered, if there are any
 * @param diagnostics which there are
 * @param termDelay how long everything goes on after the process was asked to stop; default none
 */
public record ObservabilitySettings(
        @Nullable BindAddress health,
        @Nullable BindAddress metrics,
        BindAddress diagnosticsAddress,
        Diagnostics diagnostics,
        Duration termDelay) {

    /** Which diagnostics are answered. */
    public record Diagnostics(Dumps dumps, Profiling profiling) {

        boolean any() {
            return dumps != Dumps.OFF || profiling != Profiling.OFF;
        }
    }

    /** Whether configurations are shown. */
    public enum Dumps {
        OFF,
        /** With private keys replaced. */
        WITHOUT_SECRETS,
        /** As they are. */
        COMPLETE
    }

    /** Whether it is shown what threads do. */
    public enum Profiling {
        OFF,
        ON
    }
}
