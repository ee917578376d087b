package dev.hawser.proxy.balancing;

import org.jspecify.annotations.Nullable;

/**
 * The endpoints that one exchange uses, one after the other. Each try is counted once when it begins and discounted once
 * when it ends, whatever ends it. Confined to the exchange's event loop; times are those of {@link System#nanoTime()}.
 */
public final class EndpointUse {

    /**
     * What a failed try counts for at least, in nanoseconds: one that is refused at once must not make an endpoint look
     * fast.
     */
    static final long MIN_FAILURE_NANOS = 1_000_000_000;

    private @Nullable Endpoint endpoint;
    private long beganNanos;
    private boolean answered;

    /** A try begins; one that was under way ends. */
    public void begin(Endpoint next, long nowNanos) {
        end();
        endpoint = next;
        beganNanos = nowNanos;
        answered = false;
        next.tryBegan();
    }

    /** The final response of the try began; a further call is ignored. */
    public void answered(long nowNanos) {
        if (endpoint != null && !answered) {
            answered = true;
            endpoint.took(nowNanos - beganNanos, nowNanos);
        }
    }

    /** The try is lost through the endpoint's fault, and ends; how long it took was told if it was answered. */
    public void fail(long nowNanos) {
        if (endpoint != null && !answered) {
            endpoint.took(Math.max(nowNanos - beganNanos, MIN_FAILURE_NANOS), nowNanos);
        }
        end();
    }

    /** The try ends, if there is one. */
    public void end() {
        Endpoint ending = endpoint;
        endpoint = null;
        if (ending != null) {
            ending.tryEnded();
        }
    }
}
