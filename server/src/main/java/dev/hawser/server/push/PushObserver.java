package dev.hawser.server.push;

import dev.hawser.config.GatewayConfig;
import java.time.Duration;

/** Told of each try to have a configuration served. Called by the threads that try, which wait for it. */
@FunctionalInterface
public interface PushObserver {

    /** Looks away. */
    PushObserver NONE = attempt -> {};

    void tried(PushAttempt attempt);

    /** Told first this one, then another. */
    default PushObserver and(PushObserver other) {
        return attempt -> {
            tried(attempt);
            other.tried(attempt);
        };
    }

    /**
     * One try.
     *
     * @param gateway the URL of the gateway's Admin API, or {@value #IN_PROCESS} for the one of this process
     * @param config what it was told
     * @param answer what became of it
     * @param took from the first byte sent to the answer
     * @param bytes the size of what was sent; 0 within this process
     */
    record PushAttempt(String gateway, GatewayConfig config, PushAnswer answer, Duration took, long bytes) {

        public static final String IN_PROCESS = "in-process";
    }
}
