package dev.hawser.proxy.http.upstream;

import java.time.Duration;

/**
 * How connections to endpoints are made and kept.
 *
 * @param keepAlive how long idle ones are kept
 * @param names how names of hosts are looked up
 * @param goneTimeout how long a response or an upgraded connection may go on after its endpoint left its upstream; zero
 *     for as long as it takes; default 10 minutes
 */
public record UpstreamSettings(KeepAliveSettings keepAlive, NameSettings names, Duration goneTimeout) {

    public static final UpstreamSettings DEFAULT =
            new UpstreamSettings(KeepAliveSettings.DEFAULT, NameSettings.DEFAULT, Duration.ofMinutes(10));

    public UpstreamSettings {
        if (goneTimeout.isNegative()) {
            throw new IllegalArgumentException("gone_endpoint_timeout: " + goneTimeout + " (expected: at least 0)");
        }
    }

    public UpstreamSettings withKeepAlive(KeepAliveSettings other) {
        return new UpstreamSettings(other, names, goneTimeout);
    }

    public UpstreamSettings withNames(NameSettings other) {
        return new UpstreamSettings(keepAlive, other, goneTimeout);
    }

    public UpstreamSettings withGoneTimeout(Duration other) {
        return new UpstreamSettings(keepAlive, names, other);
    }
}
