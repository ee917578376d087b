package dev.hawser.server.command;

import dev.hawser.proxy.http.upstream.KeepAliveSettings;
import dev.hawser.proxy.http.upstream.NameSettings;
import dev.hawser.proxy.http.upstream.UpstreamSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The gateway's options for its connections to endpoints, named as Kong Gateway names them. */
final class UpstreamOptions {

    @Option(
            names = "--upstream-keepalive-pool-size",
            paramLabel = "COUNT",
            defaultValue = "512",
            description = {
                "How many idle connections an event loop keeps for each endpoint; 0 for none.",
                "Default: 512. Variable: KONG_UPSTREAM_KEEPALIVE_POOL_SIZE."
            })
    private int poolSize = KeepAliveSettings.DEFAULT_POOL_SIZE;

    @Option(
            names = "--upstream-keepalive-max-requests",
            paramLabel = "COUNT",
            defaultValue = "10000",
            description = {
                "How many requests a connection to an endpoint carries; 0 for any number.",
                "Default: 10000. Variable: KONG_UPSTREAM_KEEPALIVE_MAX_REQUESTS."
            })
    private int maxRequests = KeepAliveSettings.DEFAULT_MAX_REQUESTS;

    @Option(
            names = "--upstream-keepalive-idle-timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = {
                "How long a connection to an endpoint may be idle; 0 for any time.",
                "Default: 60. Variable: KONG_UPSTREAM_KEEPALIVE_IDLE_TIMEOUT."
            })
    private int idleTimeout = 60;

    @Option(
            names = "--dns-resolver",
            paramLabel = "ADDRESSES",
            split = ",",
            description = {
                "Name servers that are asked for the names of hosts, in this order: addresses, with a port unless it is 53.",
                "Default: those of /etc/resolv.conf. Variable: KONG_DNS_RESOLVER."
            })
    private List<String> resolvers = List.of();

    @Option(
            names = "--dns-valid-ttl",
            paramLabel = "SECONDS",
            description = {
                "How long the addresses of a name hold, above 0, whatever the name server says.",
                "Default: as long as it says, but at least a second. Variable: KONG_DNS_VALID_TTL."
            })
    private @Nullable Integer validTtl;

    @Option(
            names = "--dns-stale-ttl",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = {
                "How long they hold after that while no name server answers.",
                "Default: 3600. Variable: KONG_DNS_STALE_TTL."
            })
    private int staleTtl = 3600;

    @Option(
            names = "--dns-not-found-ttl",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = {
                "How long the answer holds that there is no such name, or none with an address.",
                "Default: 30. Variable: KONG_DNS_NOT_FOUND_TTL."
            })
    private int notFoundTtl = 30;

    @Option(
            names = "--dns-error-ttl",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = {
                "How long after a failure name servers are asked again.",
                "Default: 1. Variable: KONG_DNS_ERROR_TTL."
            })
    private int errorTtl = 1;

    @Option(
            names = "--gone-endpoint-timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = {
                "How long responses and upgraded connections may go on after their endpoint left its upstream; 0 for any time.",
                "Default: 600. Variable: KONG_GONE_ENDPOINT_TIMEOUT."
            })
    private int goneTimeout = 600;

    /** @throws IllegalArgumentException if a value is out of its range */
    UpstreamSettings settings() {
        return new UpstreamSettings(
                new KeepAliveSettings(
                        atLeastZero("--upstream-keepalive-pool-size", poolSize),
                        atLeastZero("--upstream-keepalive-max-requests", maxRequests),
                        seconds("--upstream-keepalive-idle-timeout", idleTimeout)),
                names(),
                seconds("--gone-endpoint-timeout", goneTimeout));
    }

    private NameSettings names() {
        if (validTtl != null && validTtl < 1) {
            throw new IllegalArgumentException("--dns-valid-ttl: " + validTtl + " (expected: at least 1)");
        }
        return new NameSettings(
                resolvers.stream().map(UpstreamOptions::nameServer).toList(),
                validTtl == null ? null : Duration.ofSeconds(validTtl),
                seconds("--dns-stale-ttl", staleTtl),
                seconds("--dns-not-found-ttl", notFoundTtl),
                seconds("--dns-error-ttl", errorTtl));
    }

    private static InetSocketAddress nameServer(String text) {
        return NameServerAddress.parse("--dns-resolver", text);
    }

    private static int atLeastZero(String setting, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(setting + ": " + value + " (expected: at least 0)");
        }
        return value;
    }

    private static Duration seconds(String setting, int value) {
        return Duration.ofSeconds(atLeastZero(setting, value));
    }
}
