package dev.hawser.server.push;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Violation;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Where configurations are served: the data plane of this process, or others that they are pushed to. */
public interface ConfigTarget {

    /**
     * What is served.
     *
     * @param live the latest configuration that was taken
     * @param refusals why the latest one that was told is not it; empty when it is
     */
    record Served(GatewayConfig live, List<Violation> refusals) {

        /** Nothing, and nothing was told. */
        public static final Served NOTHING = new Served(GatewayConfig.EMPTY, List.of());

        public Served {
            refusals = List.copyOf(refusals);
        }
    }

    /**
     * Has a configuration served from now on. One that cannot be served leaves what is served now, and the log says why.
     * Called by one thread at a time, which does not wait for others.
     *
     * @param settled told what is served once that is known, and again when it changes; by any thread, also before this
     *     returns
     */
    void apply(GatewayConfig config, Consumer<Served> settled);

    /** The same when nobody waits for what comes of it. */
    default void apply(GatewayConfig config) {
        apply(config, _ -> {});
    }

    /** Completed when the first configuration is live; one that was refused does not count. */
    CompletionStage<Void> firstLive();
}
