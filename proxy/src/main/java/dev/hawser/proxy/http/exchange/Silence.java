package dev.hawser.proxy.http.exchange;

import dev.hawser.config.Service;
import dev.hawser.proxy.http.upstream.UpstreamConnection;

/** Lets the side that everything waits for be silent for so long only, and the other side for as long as it takes. */
final class Silence {

    private final ClientConnection client;

    Silence(ClientConnection client) {
        this.client = client;
    }

    /** Sets the timers of both sides anew; to be called whenever something moved. */
    void watch(UpstreamConnection upstream, Service service, RequestBody.Progress progress) {
        if (progress == RequestBody.Progress.AWAITS_UPSTREAM) {
            upstream.timer().arm(service.writeTimeout());
        } else if (progress == RequestBody.Progress.SENT && client.writable()) {
            upstream.timer().arm(service.readTimeout());
        } else {
            upstream.timer().disarm();
        }
        ExchangeSettings settings = client.worker().settings();
        if (progress == RequestBody.Progress.AWAITS_CLIENT) {
            client.timer().arm(settings.bodyTimeout());
        } else if (!client.writable()) {
            client.timer().arm(settings.sendTimeout());
        } else {
            client.timer().disarm();
        }
    }
}
