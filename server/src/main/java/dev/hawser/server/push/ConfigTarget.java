package dev.hawser.server.push;

import dev.hawser.config.GatewayConfig;
import dev.hawser.kubernetes.Refusal;
import java.util.List;
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

    /** What became of the configurations so far. Any thread. */
    Verdict verdict();

    /** Has something done each time that the verdict changes after {@link #apply} has returned, on any thread. */
    default void onLaterVerdict(Runnable action) {}

    /**
     * What became of configurations.
     *
     * @param live the one that is served
     * @param refusals why the last one is not served; empty when it is, or when it is not known yet
     */
    record Verdict(GatewayConfig live, List<Refusal> refusals) {

        /** Nothing was served yet. */
        public static final Verdict NONE = new Verdict(GatewayConfig.EMPTY, List.of());

        public Verdict {
            refusals = List.copyOf(refusals);
        }
    }
}
