package dev.hawser.server.push;

import dev.hawser.config.GatewayConfig;
import java.util.concurrent.CompletionStage;

/** Where configurations are served: the data plane of this process, or others that they are pushed to. */
public interface ConfigTarget {

    /**
     * Has a configuration served from now on. One that cannot be served leaves what is served now, and the log says why.
     * Called by one thread at a time, which does not wait for others.
     */
    void apply(GatewayConfig config);

    /** Completed when the first configuration is live; one that was refused does not count. */
    CompletionStage<Void> firstLive();
}
