package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.balancing.Selection;
import dev.hawser.proxy.balancing.SessionOutcome;

/** Decides whether a request goes to another endpoint when a try failed. */
final class Retries {

    private final ClientRequest request;
    private final RequestBody body;
    private int left;

    /** @param retries how many there are, as the service says */
    Retries(ClientRequest request, RequestBody body, int retries) {
        this.request = request;
        this.body = body;
        this.left = retries;
    }

    /** Whether the request can be sent a second time with the effect of once. */
    boolean repeatable() {
        return request.idempotent() && body.repeatable();
    }

    /** Takes what another try costs; whether there may be one. */
    boolean take(ProxyFailure failure, Selection tried) {
        int cost = leavesSession(failure, tried) ? 0 : 1;
        if (left < cost || !allowedAfter(failure)) {
            return false;
        }
        left -= cost;
        return true;
    }

    /**
     * Whether the session's endpoint could not be reached. Finding that out costs nothing: a request never fails because
     * the pod of its session is gone.
     */
    private static boolean leavesSession(ProxyFailure failure, Selection tried) {
        return failure.retry() == ProxyFailure.Retry.ALWAYS && tried.outcome() == SessionOutcome.STUCK;
    }

    private boolean allowedAfter(ProxyFailure failure) {
        return switch (failure.retry()) {
            case NEVER -> false;
            case IF_REPEATABLE -> repeatable();
            case ALWAYS -> resendable();
        };
    }

    /** Whether a request of which nothing was sent can be sent: nothing of its body was dropped. */
    boolean resendable() {
        return body.repeatable() || !body.begun();
    }
}
