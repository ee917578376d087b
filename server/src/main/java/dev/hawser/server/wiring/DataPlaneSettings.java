package dev.hawser.server.wiring;

import dev.hawser.proxy.accesslog.AccessLogSettings;
import dev.hawser.proxy.http.GatewaySettings;
import dev.hawser.proxy.http.ListenAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How the data plane runs; fixed at start.
 *
 * @param gateway how requests are taken
 * @param adminListen where the Admin API listens; empty for nowhere
 * @param statusListen where the status is answered; empty for nowhere
 * @param shutdownTimeout how long requests under way may take to end when the gateway stops
 * @param accessLog where requests are logged
 */
public record DataPlaneSettings(
        GatewaySettings gateway,
        List<ListenAddress> adminListen,
        List<ListenAddress> statusListen,
        Duration shutdownTimeout,
        AccessLogSettings accessLog) {

    /** Settings with no access log. */
    public DataPlaneSettings(
            GatewaySettings gateway,
            List<ListenAddress> adminListen,
            List<ListenAddress> statusListen,
            Duration shutdownTimeout) {
        this(gateway, adminListen, statusListen, shutdownTimeout, AccessLogSettings.OFF);
    }

    public DataPlaneSettings {
        adminListen = List.copyOf(adminListen);
        statusListen = List.copyOf(statusListen);
    }

    /** Every address listened at: for clients, then the Admin API's, then the status's. */
    public List<ListenAddress> listen() {
        return Stream.of(gateway.listen(), adminListen, statusListen)
                .flatMap(List::stream)
                .toList();
    }

    /** The same with other ports, in the order of {@link #listen}. */
    public DataPlaneSettings withPorts(List<Integer> ports) {
        Iterator<Integer> next = ports.iterator();
        UnaryOperator<List<ListenAddress>> withPorts = addresses ->
                addresses.stream().map(address -> address.withPort(next.next())).toList();
        return new DataPlaneSettings(
                gateway.withListen(withPorts.apply(gateway.listen())),
                withPorts.apply(adminListen),
                withPorts.apply(statusListen),
                shutdownTimeout,
                accessLog);
    }

    public DataPlaneSettings withAccessLog(AccessLogSettings other) {
        return new DataPlaneSettings(gateway, adminListen, statusListen, shutdownTimeout, other);
    }
}
