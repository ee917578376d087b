package dev.hawser.proxy.http;

import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.http.exchange.ExchangeSettings;
import dev.hawser.proxy.http.tls.TlsSettings;
import dev.hawser.proxy.http.upstream.UpstreamSettings;
import dev.hawser.proxy.tls.TrustSettings;
import java.util.List;

/**
 * How a gateway runs; fixed at its start.
 *
 * @param listen where connections are accepted
 * @param transport how event loops talk to the operating system
 * @param eventLoops how many there are, at least 1
 * @param exchange how exchanges go
 * @param upstream how connections to endpoints are made and kept
 * @param observer hears of exchanges
 * @param tls how TLS is spoken with clients
 * @param trust whom connections to endpoints trust where their service does not say
 */
public record GatewaySettings(
        List<ListenAddress> listen,
        Transport transport,
        int eventLoops,
        ExchangeSettings exchange,
        UpstreamSettings upstream,
        ExchangeObserver observer,
        TlsSettings tls,
        TrustSettings trust) {

    public GatewaySettings {
        listen = List.copyOf(listen);
        if (eventLoops < 1) {
            throw new IllegalArgumentException("event loops: " + eventLoops + " (expected: at least 1)");
        }
        if (!transport.available()) {
            throw new IllegalArgumentException("transport: " + transport + " (expected: one that this machine has)");
        }
    }

    /** Everything but the addresses at its default: the best transport, one event loop for each core. */
    public static GatewaySettings of(List<ListenAddress> listen) {
        return new GatewaySettings(
                listen,
                Transport.best(),
                Runtime.getRuntime().availableProcessors(),
                ExchangeSettings.DEFAULT,
                UpstreamSettings.DEFAULT,
                ExchangeObserver.NONE,
                TlsSettings.defaults(),
                TrustSettings.system());
    }

    public GatewaySettings withListen(List<ListenAddress> others) {
        return new GatewaySettings(others, transport, eventLoops, exchange, upstream, observer, tls, trust);
    }

    public GatewaySettings withTransport(Transport other) {
        return new GatewaySettings(listen, other, eventLoops, exchange, upstream, observer, tls, trust);
    }

    public GatewaySettings withEventLoops(int count) {
        return new GatewaySettings(listen, transport, count, exchange, upstream, observer, tls, trust);
    }

    public GatewaySettings withExchange(ExchangeSettings other) {
        return new GatewaySettings(listen, transport, eventLoops, other, upstream, observer, tls, trust);
    }

    public GatewaySettings withUpstream(UpstreamSettings other) {
        return new GatewaySettings(listen, transport, eventLoops, exchange, other, observer, tls, trust);
    }

    public GatewaySettings withObserver(ExchangeObserver other) {
        return new GatewaySettings(listen, transport, eventLoops, exchange, upstream, other, tls, trust);
    }

    public GatewaySettings withTls(TlsSettings other) {
        return new GatewaySettings(listen, transport, eventLoops, exchange, upstream, observer, other, trust);
    }

    public GatewaySettings withTrust(TrustSettings other) {
        return new GatewaySettings(listen, transport, eventLoops, exchange, upstream, observer, tls, other);
    }
}
