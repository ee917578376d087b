package dev.hawser.server.wiring;

import dev.hawser.proxy.admin.ServerCounts;
import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.http.exchange.ExchangeSummary;
import dev.hawser.proxy.http.exchange.ProxyFailure;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the Admin API shows. Counted on event loops, read by any thread, which may be a moment behind. */
final class ExchangeCounts implements ExchangeObserver {

    private final LongAdder connected = new LongAdder();
    private final LongAdder disconnected = new LongAdder();
    private final LongAdder requests = new LongAdder();

    @Override
    public void clientConnected() {
        connected.increment();
    }

    @Override
    public void clientDisconnected() {
        disconnected.increment();
    }

    @Override
    public void refused(ProxyFailure failure) {
        requests.increment();
    }

    @Override
    public void ended(ExchangeSummary exchange) {
        requests.increment();
    }

    ServerCounts counts() {
        long closed = disconnected.sum();
        long opened = connected.sum();
        return new ServerCounts(opened, opened - closed, requests.sum());
    }
}
