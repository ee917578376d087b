package dev.hawser.server.wiring;

import dev.hawser.proxy.http.GatewaySettings;
import dev.hawser.proxy.http.ListenAddress;
import java.time.Duration;
import java.util.List;

/**
 * How the data plane runs; fixed at start.
 *
 * @param gateway how requests are taken
 * @param adminListen where the Admin API listens; empty for nowhere
 * @param statusListen where the status is answered; empty for nowhere
 * @param shutdownTimeout how long requests under way may take to end when the gateway stops
 */
public record DataPlaneSettings(
        GatewaySettings gateway,
        List<ListenAddress> adminListen,
        List<ListenAddress> statusListen,
        Duration shutdownTimeout) {

    public DataPlaneSettings {
        adminListen = List.copyOf(adminListen);
        statusListen = List.copyOf(statusListen);
    }
}
