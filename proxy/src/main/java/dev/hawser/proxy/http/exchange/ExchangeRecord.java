package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.RequestView;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.balancing.EndpointUse;
import dev.hawser.proxy.balancing.Selection;
import dev.hawser.proxy.balancing.SessionOutcome;
import dev.hawser.proxy.runtime.RouteRuntime;
import org.jspecify.annotations.Nullable;

/** What is known of an exchange: its phase, its times and its outcome. What it learns its endpoints learn from it. */
final class ExchangeRecord implements ExchangeSummary {

    private static final long NEVER = -1;

    private final ClientRequest request;
    private final EndpointUse use = new EndpointUse();
    private final long startNanos = System.nanoTime();
    private long chosenNanos = startNanos;
    private long upstreamNanos = NEVER;
    private long totalNanos = NEVER;
    private Phase phase = Phase.HEAD_READ;
    private int status;
    private int tries;
    private @Nullable ProxyFailure failure;
    private @Nullable ProxyFailure lastTryFailure;
    private @Nullable RouteRuntime route;
    private @Nullable Selection selection;

    ExchangeRecord(ClientRequest request) {
        this.request = request;
    }

    void routed(RouteRuntime to) {
        route = to;
        phase = Phase.ROUTED;
    }

    void chosen(Selection next) {
        selection = next;
        tries++;
        chosenNanos = System.nanoTime();
        use.begin(next.endpoint(), chosenNanos);
        phase = Phase.ENDPOINT_CHOSEN;
    }

    /** Goes forward to a phase; nothing happens when it was passed already. */
    void reached(Phase next) {
        if (next.compareTo(phase) > 0) {
            phase = next;
        }
    }

    /** The head of the final response is there. */
    void responding(int with) {
        long nowNanos = System.nanoTime();
        use.answered(nowNanos);
        upstreamNanos = nowNanos - chosenNanos;
        status = with;
        phase = Phase.RESPONSE_STARTED;
    }

    void tryFailed(ProxyFailure with) {
        use.fail(System.nanoTime());
        lastTryFailure = with;
    }

    void failed(ProxyFailure with) {
        failure = with;
    }

    /** The exchange was answered by the gateway itself. */
    void answered(int with) {
        status = with;
    }

    void ended(Phase with) {
        use.end();
        phase = with;
        totalNanos = System.nanoTime() - startNanos;
    }

    @Nullable
    ProxyFailure lastTryFailure() {
        return lastTryFailure;
    }

    @Override
    public RequestView request() {
        return request;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Phase phase() {
        return phase;
    }

    @Override
    public @Nullable ProxyFailure failure() {
        return failure;
    }

    @Override
    public @Nullable RouteRuntime route() {
        return route;
    }

    @Override
    public @Nullable Endpoint endpoint() {
        return selection == null ? null : selection.endpoint();
    }

    @Override
    public SessionOutcome session() {
        return selection == null ? SessionOutcome.NONE : selection.outcome();
    }

    @Override
    public int tries() {
        return tries;
    }

    @Override
    public long proxyNanos() {
        return chosenNanos - startNanos;
    }

    @Override
    public long upstreamNanos() {
        return upstreamNanos;
    }

    @Override
    public long totalNanos() {
        return totalNanos == NEVER ? System.nanoTime() - startNanos : totalNanos;
    }
}
