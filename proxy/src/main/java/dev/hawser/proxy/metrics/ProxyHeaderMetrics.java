package dev.hawser.proxy.metrics;

import dev.hawser.proxy.http.Gateway;

/** How many connections were closed because they did not begin with the PROXY header that they must begin with. */
public final class ProxyHeaderMetrics implements MetricSource {

    private final Gateway gateway;

    public ProxyHeaderMetrics(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public void writeTo(PrometheusText text) {
        text.family(
                        "hawser_proxy_protocol_refused_total",
                        PrometheusText.Type.COUNTER,
                        "Connections closed for want of a proper PROXY header.")
                .sample(gateway.refusedProxyHeaders());
    }
}
