package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.http2.Flood;
import dev.hawser.proxy.runtime.ServiceRuntime;
import java.util.List;

/** Passes everything on to several observers. */
final class ObserverList implements ExchangeObserver {

    /** An array, for it is walked several times in each exchange. */
    private final ExchangeObserver[] observers;

    ObserverList(List<ExchangeObserver> observers) {
        this.observers = observers.toArray(ExchangeObserver[]::new);
    }

    @Override
    public void clientConnected() {
        for (ExchangeObserver observer : observers) {
            observer.clientConnected();
        }
    }

    @Override
    public void clientDisconnected() {
        for (ExchangeObserver observer : observers) {
            observer.clientDisconnected();
        }
    }

    @Override
    public void flooded(Flood flood) {
        for (ExchangeObserver observer : observers) {
            observer.flooded(flood);
        }
    }

    @Override
    public void refused(RefusedRequest request) {
        for (ExchangeObserver observer : observers) {
            observer.refused(request);
        }
    }

    @Override
    public void began() {
        for (ExchangeObserver observer : observers) {
            observer.began();
        }
    }

    @Override
    public void responded(ServiceRuntime service, Endpoint endpoint, int status) {
        for (ExchangeObserver observer : observers) {
            observer.responded(service, endpoint, status);
        }
    }

    @Override
    public void tryFailed(ServiceRuntime service, Endpoint endpoint, ProxyFailure failure) {
        for (ExchangeObserver observer : observers) {
            observer.tryFailed(service, endpoint, failure);
        }
    }

    @Override
    public void ended(ExchangeSummary exchange) {
        for (ExchangeObserver observer : observers) {
            observer.ended(exchange);
        }
    }
}
