package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.RequestView;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.balancing.EndpointUse;
import dev.hawser.proxy.balancing.Selection;
import dev.hawser.proxy.balancing.SessionOutcome;
import dev.hawser.proxy.http.codec.FieldName;
import dev.hawser.proxy.http.codec.ProtocolVersion;
import dev.hawser.proxy.runtime.RouteRuntime;
import org.jspecify.annotations.Nullable;

/** What is known of an exchange: its phase, its times and its outcome. What it learns its endpoints learn from it. */
final class ExchangeRecord implements ExchangeSummary {

    private final ClientRequest request;
    private final EndpointUse use;
    private final long startNanos = System.nanoTime();
    // The times of phases count from the start.
    private long routedNanos = NEVER;
    private long chosenNanos = NEVER;
    private long connectedNanos = NEVER;
    private long sentNanos = NEVER;
    private long respondedNanos = NEVER;
    private long totalNanos = NEVER;
    private Phase phase = Phase.HEAD_READ;
    private int status;
    private int tries;
    private @Nullable ProxyFailure failure;
    private @Nullable ProxyFailure lastTryFailure;
    private @Nullable RouteRuntime route;
    private @Nullable Selection selection;

    /** @param use counts the tries; of no exchange any more */
    ExchangeRecord(ClientRequest request, EndpointUse use) {
        this.request = request;
        this.use = use;
    }

    private long sinceStart() {
        return System.nanoTime() - startNanos;
    }

    void routed(RouteRuntime to) {
        route = to;
        routedNanos = sinceStart();
        phase = Phase.ROUTED;
    }

    void chosen(Selection next) {
        selection = next;
        tries++;
        chosenNanos = sinceStart();
        connectedNanos = NEVER;
        sentNanos = NEVER;
        use.begin(next.endpoint(), startNanos + chosenNanos);
        phase = Phase.ENDPOINT_CHOSEN;
    }

    /** Goes forward to a phase; the phase stays when it was passed already. */
    void reached(Phase next) {
        if (next == Phase.CONNECTED) {
            connectedNanos = sinceStart();
            sentNanos = NEVER;
        } else if (next == Phase.REQUEST_SENT && sentNanos == NEVER) {
            sentNanos = sinceStart();
        }
        if (next.compareTo(phase) > 0) {
            phase = next;
        }
    }

    /** The head of the final response is there. */
    void responding(int with) {
        respondedNanos = sinceStart();
        use.answered(startNanos + respondedNanos);
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
        totalNanos = sinceStart();
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
    public String target() {
        return request.head().target();
    }

    @Override
    public ProtocolVersion version() {
        return request.head().version();
    }

    @Override
    public String requestId() {
        return request.requestId();
    }

    @Override
    public int fieldLength(FieldName name) {
        return request.fields().firstLength(name);
    }

    @Override
    public void copyField(FieldName name, byte[] to, int at, int count) {
        request.fields().copyFirst(name, to, at, count);
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
        return Math.max(chosenNanos, 0);
    }

    @Override
    public long upstreamNanos() {
        return respondedNanos == NEVER ? NEVER : respondedNanos - chosenNanos;
    }

    @Override
    public long totalNanos() {
        return totalNanos == NEVER ? sinceStart() : totalNanos;
    }

    @Override
    public long reachedNanos(Phase wanted) {
        return switch (wanted) {
            case HEAD_READ -> 0;
            case ROUTED -> routedNanos;
            case ENDPOINT_CHOSEN -> chosenNanos;
            case CONNECTED -> connectedNanos;
            case REQUEST_SENT -> sentNanos;
            case RESPONSE_STARTED -> respondedNanos;
            case COMPLETED, FAILED -> wanted == phase ? totalNanos : NEVER;
        };
    }

    @Override
    public long connectionNanos() {
        return startNanos - request.acceptedNanos();
    }

    @Override
    public long endedNanos() {
        return startNanos + totalNanos;
    }

    @Override
    public long bytesReceived() {
        return request.bytes().received();
    }

    @Override
    public long bytesSent() {
        return request.bytes().sent();
    }

    @Override
    public long bodyBytesSent() {
        return request.bytes().body();
    }
}
