package dev.hawser.proxy.http.exchange;

import dev.hawser.config.Service;
import dev.hawser.proxy.http.connection.Pace;
import dev.hawser.proxy.http.upstream.UpstreamConnection;
import org.jspecify.annotations.Nullable;

/**
 * Lets the side that everything waits for be silent, or as good as silent, for so long only, and the other side for as long
 * as it takes. A client may be waited for twice: for its body, and for taking the response.
 */
final class Silence {

    private final ClientConnection client;
    /** How the body comes; {@code null} when it was not waited for yet. */
    private @Nullable Pace sending;

    Silence(ClientConnection client) {
        this.client = client;
    }

    /** Sets the timers of both sides anew; to be called whenever something moved. */
    void watch(UpstreamConnection upstream, Service service, RequestBody.Progress progress) {
        if (progress == RequestBody.Progress.AWAITS_UPSTREAM) {
            upstream.timer().arm(service.writeTimeout());
        } else if (progress != RequestBody.Progress.AWAITS_CLIENT && client.writable()) {
            upstream.timer().arm(service.readTimeout());
        } else {
            upstream.timer().disarm();
        }
        if (progress == RequestBody.Progress.AWAITS_CLIENT || !client.writable()) {
            watchClient(progress, System.nanoTime());
        } else {
            pause();
        }
    }

    /** To be asked when the client's timer expired, which is set anew unless it is. */
    boolean clientIsTooSlow(RequestBody.Progress progress) {
        return watchClient(progress, System.nanoTime()) <= 0;
    }

    /** Nothing is expected of the client. */
    void pause() {
        client.timer().disarm();
        client.pauseTaking();
        if (sending != null) {
            sending.pause(System.nanoTime());
        }
    }

    private long watchClient(RequestBody.Progress progress, long nowNanos) {
        long leftNanos = Long.MAX_VALUE;
        if (client.writable()) {
            client.pauseTaking();
        } else {
            leftNanos = client.awaitTaking(nowNanos);
        }
        if (progress == RequestBody.Progress.AWAITS_CLIENT) {
            leftNanos = Math.min(leftNanos, awaitBody(nowNanos));
        } else if (sending != null) {
            sending.pause(nowNanos);
        }
        if (leftNanos == Long.MAX_VALUE) {
            client.timer().disarm();
        } else {
            client.timer().armNanos(leftNanos);
        }
        return leftNanos;
    }

    private long awaitBody(long nowNanos) {
        Pace pace = sending;
        if (pace == null) {
            ExchangeSettings settings = client.worker().settings();
            pace = new Pace(settings.bodyTimeout(), settings.minRate());
            sending = pace;
        }
        pace.await(nowNanos, client.receivedBytes());
        return pace.leftNanos(nowNanos);
    }
}
