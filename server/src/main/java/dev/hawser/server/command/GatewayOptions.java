package dev.hawser.server.command;

import dev.hawser.proxy.http.GatewaySettings;
import dev.hawser.proxy.http.ListenAddress;
import dev.hawser.proxy.http.ListenAddress.Security;
import dev.hawser.proxy.http.exchange.ExchangeSettings;
import dev.hawser.proxy.http.exchange.TrustedAddresses;
import dev.hawser.server.wiring.DataPlaneSettings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The gateway's options, named as Kong Gateway names them. */
final class GatewayOptions {

    private static final String PROXY_LISTEN = "0.0.0.0:8000, 0.0.0.0:8443 ssl";
    private static final String ADMIN_LISTEN = "127.0.0.1:8001";
    private static final String STATUS_LISTEN = "0.0.0.0:8100";

    @Option(
            names = "--proxy-listen",
            paramLabel = "ADDRESSES",
            description = {
                "Where clients connect: addresses with ports, separated by commas, each with flags "
                        + "behind it (ssl, backlog=N), or off.",
                "Default: " + PROXY_LISTEN + "; in the playground 127.0.0.1:8000. Variable: KONG_PROXY_LISTEN."
            })
    private @Nullable String proxyListen;

    @Option(
            names = "--admin-listen",
            paramLabel = "ADDRESSES",
            defaultValue = ADMIN_LISTEN,
            description = {
                "Where the Admin API listens, or off.",
                "Default: " + ADMIN_LISTEN
                        + ". It has no authentication: keep it on loopback. Variable: KONG_ADMIN_LISTEN."
            })
    private String adminListen = ADMIN_LISTEN;

    @Option(
            names = "--status-listen",
            paramLabel = "ADDRESSES",
            description = {
                "Where /status and /status/ready are answered, or off.",
                "Default: " + STATUS_LISTEN + "; in the playground off. Variable: KONG_STATUS_LISTEN."
            })
    private @Nullable String statusListen;

    @Option(
            names = "--trusted-ips",
            paramLabel = "CIDR",
            split = ",",
            description = {
                "Clients whose X-Forwarded-* fields are believed.",
                "Default: none. Variable: KONG_TRUSTED_IPS."
            })
    private List<String> trustedIps = List.of();

    @Option(
            names = "--shutdown-timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = {
                "How long requests under way may take to end when the gateway stops, 0 to 3600.",
                "Default: 30. Variable: KONG_SHUTDOWN_TIMEOUT."
            })
    private int shutdownTimeout = 30;

    /**
     * Reads a list of addresses where TLS is not served.
     *
     * @throws IllegalArgumentException if an entry cannot be read, or asks for TLS
     */
    static List<ListenAddress> plainAddresses(String setting, String text) {
        List<ListenAddress> addresses = ListenAddress.parseAll(setting, text);
        for (ListenAddress address : addresses) {
            if (address.security() != Security.PLAIN) {
                throw new IllegalArgumentException(
                        setting + ": " + address + " ssl (expected: no ssl, it is not served there)");
            }
        }
        return addresses;
    }

    /** Settings with the defaults of a gateway. */
    DataPlaneSettings settings() {
        return settings(PROXY_LISTEN, STATUS_LISTEN);
    }

    /**
     * Settings with other defaults.
     *
     * @param proxyListenUnlessSaid where clients connect when neither flag nor variable says
     * @param statusListenUnlessSaid where the status is answered when neither flag nor variable says
     */
    DataPlaneSettings settings(String proxyListenUnlessSaid, String statusListenUnlessSaid) {
        if (shutdownTimeout < 0 || shutdownTimeout > 3600) {
            throw UserError.usage("--shutdown-timeout: " + shutdownTimeout + " (expected: 0 to 3600 seconds)");
        }
        try {
            GatewaySettings gateway = GatewaySettings.of(ListenAddress.parseAll(
                            "--proxy-listen", proxyListen == null ? proxyListenUnlessSaid : proxyListen))
                    .withExchange(ExchangeSettings.DEFAULT
                            .withServerToken("hawser/" + HawserCommand.Version.text())
                            .withTrusted(TrustedAddresses.parse(trustedIps)));
            return new DataPlaneSettings(
                    gateway,
                    plainAddresses("--admin-listen", adminListen),
                    plainAddresses("--status-listen", statusListen == null ? statusListenUnlessSaid : statusListen),
                    Duration.ofSeconds(shutdownTimeout));
        } catch (IllegalArgumentException e) {
            throw UserError.usage(String.valueOf(e.getMessage()));
        }
    }
}
