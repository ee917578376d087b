package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.http2.Flood;
import dev.hawser.proxy.runtime.ServiceRuntime;
import java.util.List;

/**
 * Hears of exchanges: access log, metrics and passive health checks are observers. Called on event loops, by several at
 * once; must not block or throw.
 */
public interface ExchangeObserver {

    /** Hears nothing. */
    ExchangeObserver NONE = new ExchangeObserver() {};

    /** One that passes everything on, in this order. */
    static ExchangeObserver all(List<ExchangeObserver> observers) {
        return new ObserverList(observers);
    }

    /** A client connected. */
    default void clientConnected() {}

    /** A client's connection is closed. */
    default void clientDisconnected() {}

    /** A connection by HTTP/2 was closed, for its client sent too much of something. */
    default void flooded(Flood flood) {}

    /** A request was answered, or its stream was reset, without an exchange, for it could not be read. */
    default void refused(RefusedRequest request) {}

    /** An exchange begins; {@link #ended} follows, once. */
    default void began() {}

    /** An endpoint gave a response, whatever its status. */
    default void responded(ServiceRuntime service, Endpoint endpoint, int status) {}

    /** A try at an endpoint failed; the exchange may go on with another. */
    default void tryFailed(ServiceRuntime service, Endpoint endpoint, ProxyFailure failure) {}

    /** An exchange ended, well or not. */
    default void ended(ExchangeSummary exchange) {}
}
