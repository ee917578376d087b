package dev.hawser.server.command;

import dev.hawser.proxy.accesslog.AccessLogSettings;
import dev.hawser.proxy.http.GatewaySettings;
import dev.hawser.proxy.http.ListenAddress;
import dev.hawser.proxy.http.ListenAddress.Preface;
import dev.hawser.proxy.http.ListenAddress.Security;
import dev.hawser.proxy.http.Transport;
import dev.hawser.proxy.http.codec.HeadLimits;
import dev.hawser.proxy.http.exchange.ExchangeSettings;
import dev.hawser.proxy.http.exchange.RealIp;
import dev.hawser.proxy.http.exchange.TrustedAddresses;
import dev.hawser.server.wiring.DataPlaneSettings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The gateway's options, named as Kong Gateway names them. */
final class GatewayOptions {

    private static final String PROXY_LISTEN = "0.0.0.0:8000, 0.0.0.0:8443 http2 ssl";
    private static final String ADMIN_LISTEN = "127.0.0.1:8001";
    private static final String STATUS_LISTEN = "0.0.0.0:8100";

    @Option(
            names = "--proxy-listen",
            paramLabel = "ADDRESSES",
            description = {
                "Where clients connect: addresses with ports, separated by commas, each with flags "
                        + "behind it (ssl, http2, proxy_protocol, deferred, backlog=N, ipv6only=on|off, so_keepalive=…), or off.",
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
                "Where /status, /status/ready and /metrics are answered, or off.",
                "Default: " + STATUS_LISTEN + "; in the playground off. Variable: KONG_STATUS_LISTEN."
            })
    private @Nullable String statusListen;

    @Option(
            names = "--proxy-access-log",
            paramLabel = "PATH",
            defaultValue = "off",
            description = {
                "Where requests are logged, /dev/stdout among others, and behind it the format: kong_log_format, combined "
                        + "or json; or off.",
                "Default: off. Variable: KONG_PROXY_ACCESS_LOG."
            })
    private String proxyAccessLog = "off";

    @Option(
            names = "--trusted-ips",
            paramLabel = "CIDR",
            split = ",",
            description = {
                "Clients that are believed when they speak of other clients, by X-Forwarded-* fields and --real-ip-header: "
                        + "addresses, CIDR blocks, unix:.",
                "Default: none. Variable: KONG_TRUSTED_IPS."
            })
    private List<String> trustedIps = List.of();

    @Option(
            names = "--real-ip-header",
            paramLabel = "NAME",
            defaultValue = "X-Real-IP",
            description = {
                "Where clients of --trusted-ips say whom they pass on: a header field, or proxy_protocol, which then must be a "
                        + "flag in --proxy-listen.",
                "Default: X-Real-IP. Variable: KONG_REAL_IP_HEADER."
            })
    private String realIpHeader = "X-Real-IP";

    @Option(
            names = "--real-ip-recursive",
            paramLabel = "on|off",
            defaultValue = "off",
            description = {
                "Whether addresses of --trusted-ips in that field are passed over, from the right.",
                "Default: off. Variable: KONG_REAL_IP_RECURSIVE."
            })
    private String realIpRecursive = "off";

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            defaultValue = "io_uring",
            description = {
                "The best way to use the network that may be taken: io_uring, epoll or nio. What the machine does not have is "
                        + "passed over, and the log says why.",
                "Default: io_uring. Variable: KONG_TRANSPORT."
            })
    private String transport = "io_uring";

    @Option(
            names = "--nginx-http-large-client-header-buffers",
            paramLabel = "COUNT SIZE",
            defaultValue = "4 8k",
            description = {
                "How long heads of requests may be: the request line one SIZE (else 414), the fields all together (else 431).",
                "Default: 4 8k. Variable: KONG_NGINX_HTTP_LARGE_CLIENT_HEADER_BUFFERS."
            })
    private String headerBuffers = "4 8k";

    @Option(
            names = "--lua-max-req-headers",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = {
                "How many field lines a request may have, 1 to 1000 (else 431).",
                "Default: 100. Variable: KONG_LUA_MAX_REQ_HEADERS."
            })
    private int maxHeaders = HeadLimits.DEFAULT_FIELDS;

    @Option(
            names = "--nginx-http-client-max-body-size",
            paramLabel = "SIZE",
            defaultValue = "0",
            description = {
                "How long the body of a request may be (else 413); 0 for as long as it likes.",
                "Default: 0. Variable: KONG_NGINX_HTTP_CLIENT_MAX_BODY_SIZE."
            })
    private String maxBodySize = "0";

    @Option(
            names = "--nginx-http-client-header-timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = {
                "How long the head of a request may take from its first byte (else 408).",
                "Default: 60s. Variable: KONG_NGINX_HTTP_CLIENT_HEADER_TIMEOUT."
            })
    private String headTimeout = "60s";

    @Option(
            names = "--nginx-http-client-body-timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = {
                "How long two pieces of a request body may lie apart (else 408).",
                "Default: 60s. Variable: KONG_NGINX_HTTP_CLIENT_BODY_TIMEOUT."
            })
    private String bodyTimeout = "60s";

    @Option(
            names = "--nginx-http-send-timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = {
                "How long a client may take nothing of a response before its connection is closed.",
                "Default: 60s. Variable: KONG_NGINX_HTTP_SEND_TIMEOUT."
            })
    private String sendTimeout = "60s";

    @Option(
            names = "--client-min-rate",
            paramLabel = "SIZE",
            defaultValue = "240",
            description = {
                "How much a second a client must send of a body within its time-out (else 408), and take of a response "
                        + "(else it is cut off), while it is waited for; 0 for any.",
                "Default: 240. Variable: KONG_CLIENT_MIN_RATE."
            })
    private String minRate = "240";

    @Option(
            names = "--nginx-http-keepalive-timeout",
            paramLabel = "TIME",
            defaultValue = "75s",
            description = {
                "How long a connection of a client may be idle between requests.",
                "Default: 75s. Variable: KONG_NGINX_HTTP_KEEPALIVE_TIMEOUT."
            })
    private String keepAliveTimeout = "75s";

    @Option(
            names = "--shutdown-timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = {
                "How long requests under way may take to end when the gateway stops, 0 to 3600.",
                "Default: 30. Variable: KONG_SHUTDOWN_TIMEOUT."
            })
    private int shutdownTimeout = 30;

    @Mixin
    private UpstreamOptions upstream = new UpstreamOptions();

    @Mixin
    private TlsOptions tls = new TlsOptions();

    /**
     * Reads a list of addresses where neither TLS nor the PROXY protocol is served.
     *
     * @throws IllegalArgumentException if an entry cannot be read, or asks for one of them
     */
    static List<ListenAddress> plainAddresses(String setting, String text) {
        List<ListenAddress> addresses = ListenAddress.parseAll(setting, text);
        for (ListenAddress address : addresses) {
            if (address.security() != Security.PLAIN) {
                throw new IllegalArgumentException(
                        setting + ": " + address + " ssl (expected: no ssl, it is not served there)");
            }
            if (address.preface() != Preface.NONE) {
                throw new IllegalArgumentException(setting + ": " + address
                        + " proxy_protocol (expected: no proxy_protocol, it is not spoken there)");
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
            List<ListenAddress> listen =
                    ListenAddress.parseAll("--proxy-listen", proxyListen == null ? proxyListenUnlessSaid : proxyListen);
            GatewaySettings gateway = GatewaySettings.of(listen)
                    .withTransport(Transport.parse("--transport", transport).orNext())
                    .withExchange(exchange(realIp(listen)))
                    .withUpstream(upstream.settings())
                    .withTls(tls.settings())
                    .withTrust(tls.trust());
            return new DataPlaneSettings(
                    gateway,
                    plainAddresses("--admin-listen", adminListen),
                    plainAddresses("--status-listen", statusListen == null ? statusListenUnlessSaid : statusListen),
                    Duration.ofSeconds(shutdownTimeout),
                    AccessLogSettings.parse("--proxy-access-log", proxyAccessLog));
        } catch (IllegalArgumentException e) {
            throw UserError.usage(String.valueOf(e.getMessage()));
        }
    }

    private RealIp realIp(List<ListenAddress> listen) {
        RealIp.Source source = RealIp.Source.parse("--real-ip-header", realIpHeader.strip());
        boolean told = listen.stream().anyMatch(address -> address.preface() == Preface.PROXY_PROTOCOL);
        if (source instanceof RealIp.Preface && !listen.isEmpty() && !told) {
            throw new IllegalArgumentException(
                    "--real-ip-header: proxy_protocol (expected: the flag proxy_protocol at an address of --proxy-listen)");
        }
        RealIp.Walk walk = switch (realIpRecursive.strip()) {
            case "on", "true" -> RealIp.Walk.PAST_TRUSTED;
            case "off", "false" -> RealIp.Walk.ONE_STEP;
            default ->
                throw new IllegalArgumentException(
                        "--real-ip-recursive: " + realIpRecursive + " (expected: on or off)");
        };
        return new RealIp(TrustedAddresses.parse("--trusted-ips", trustedIps), source, walk);
    }

    private ExchangeSettings exchange(RealIp realIp) {
        long maxBody = NginxValue.bytes("--nginx-http-client-max-body-size", maxBodySize);
        return ExchangeSettings.DEFAULT
                .withServerToken("hawser/" + HawserCommand.Version.text())
                .withRealIp(realIp)
                .withLimits(headLimits())
                .withMaxBodyBytes(maxBody == 0 ? ExchangeSettings.UNLIMITED : maxBody)
                .withTimeouts(
                        NginxValue.time("--nginx-http-client-header-timeout", headTimeout),
                        NginxValue.time("--nginx-http-keepalive-timeout", keepAliveTimeout),
                        NginxValue.time("--nginx-http-client-body-timeout", bodyTimeout),
                        NginxValue.time("--nginx-http-send-timeout", sendTimeout))
                .withMinRate(leastRate());
    }

    private long leastRate() {
        long rate = NginxValue.bytes("--client-min-rate", minRate);
        if (rate > ExchangeSettings.MAX_MIN_RATE) {
            throw new IllegalArgumentException(
                    "--client-min-rate: " + minRate + " (expected: 0 to 1m, in bytes a second)");
        }
        return rate;
    }

    private HeadLimits headLimits() {
        String[] parts = headerBuffers.strip().split("\\s+", -1);
        if (parts.length != 2 || !parts[0].matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException("--nginx-http-large-client-header-buffers: " + headerBuffers
                    + " (expected: a count and a size like 4 8k)");
        }
        long line = NginxValue.bytes("--nginx-http-large-client-header-buffers", parts[1]);
        long all = Math.min(Integer.parseInt(parts[0]) * line, Integer.MAX_VALUE);
        return new HeadLimits((int) Math.min(line, Integer.MAX_VALUE), (int) all, maxHeaders);
    }
}
