package dev.hawser.server.push;

import dev.hawser.config.GatewayConfig;
import java.time.Duration;

/** Told of each try to have a configuration served. Called by the threads that try, which wait for it. */
@FunctionalInterface
public interface PushObserver {

    /** Looks away. */
    PushObserver NONE = attempt -> {};

    void tried(PushAttempt attempt);

    /** A gateway is told no more. */
    default void gone(String gateway) {}

    /** Told first this one, then another. */
    default PushObserver and(PushObserver other) {
        PushObserver first = this;
        return new PushObserver() {
            @Override
            public void tried(PushAttempt attempt) {
                first.tried(attempt);
                other.tried(attempt);
            }

            @Override
            public void gone(String gateway) {
                first.gone(gateway);
                other.gone(gateway);
            }
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
