package dev.hawser.config;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that requests are proxied to: Kong's entity {@code services}.
 *
 * @param id the identity
 * @param name the name; {@code null} when it is known by its id only
 * @param protocol what is spoken to it; default http
 * @param host the name of an upstream, else a host name or an address
 * @param port the port, 0 to 65535; default {@value #DEFAULT_PORT}
 * @param path the path put before the one of a request; {@code null} means none
 * @param retries further tries after a failed connection, 0 to 32767; default {@value #DEFAULT_RETRIES}
 * @param connectTimeout how long a connection may take to be made; default 60 seconds
 * @param writeTimeout how long two writes to it may lie apart; default 60 seconds
 * @param readTimeout how long two reads from it may lie apart; default 60 seconds
 * @param enabled whether its routes take requests; default true
 * @param tlsVerify whether its certificate is verified; {@code null} means the gateway's default
 * @param tlsVerifyDepth how long its certificate chain may be, 0 to 64; {@code null} means the gateway's default
 * @param caCertificates the authorities that its certificate is verified against, of which there may be none, so that
 *     nobody is trusted; {@code null} means those of the gateway
 * @param clientCertificate the certificate presented to it; {@code null} means none
 * @param tags free labels
 * @param routes the routes that lead to it
 */
public record Service(
        UUID id,
        @Nullable String name,
        Protocol protocol,
        String host,
        int port,
        @Nullable String path,
        int retries,
        Duration connectTimeout,
        Duration writeTimeout,
        Duration readTimeout,
        boolean enabled,
        @Nullable Boolean tlsVerify,
        @Nullable Integer tlsVerifyDepth,
        @Nullable List<UUID> caCertificates,
        @Nullable UUID clientCertificate,
        List<String> tags,
        List<Route> routes) {

    public static final int DEFAULT_PORT = 80;
    public static final int DEFAULT_RETRIES = 5;
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    public Service {
        caCertificates = caCertificates == null ? null : List.copyOf(caCertificates);
        tags = List.copyOf(tags);
        routes = List.copyOf(routes);
    }

    /** Starts a service with everything else at its default. */
    public static Builder builder(UUID id, String host) {
        return new Builder(id, host);
    }

    /** A copy to change. */
    public Builder toBuilder() {
        return new Builder(id, host)
                .name(name)
                .protocol(protocol)
                .port(port)
                .path(path)
                .retries(retries)
                .connectTimeout(connectTimeout)
                .writeTimeout(writeTimeout)
                .readTimeout(readTimeout)
                .enabled(enabled)
                .tlsVerify(tlsVerify)
                .tlsVerifyDepth(tlsVerifyDepth)
                .caCertificates(caCertificates)
                .clientCertificate(clientCertificate)
                .tags(tags)
                .routes(routes);
    }

    /** Collects the parts of a service; used by one thread. */
    public static final class Builder {

        private final UUID id;
        private @Nullable String name;
        private Protocol protocol = Protocol.HTTP;
        private final String host;
        private int port = DEFAULT_PORT;
        private @Nullable String path;
        private int retries = DEFAULT_RETRIES;
        private Duration connectTimeout = DEFAULT_TIMEOUT;
        private Duration writeTimeout = DEFAULT_TIMEOUT;
        private Duration readTimeout = DEFAULT_TIMEOUT;
        private boolean enabled = true;
        private @Nullable Boolean tlsVerify;
        private @Nullable Integer tlsVerifyDepth;
        private @Nullable List<UUID> caCertificates;
        private @Nullable UUID clientCertificate;
        private List<String> tags = List.of();
        private List<Route> routes = List.of();

        private Builder(UUID id, String host) {
            this.id = id;
            this.host = host;
        }

        public Builder name(@Nullable String name) {
            this.name = name;
            return this;
        }

        public Builder protocol(Protocol protocol) {
            this.protocol = protocol;
            return this;
        }

        public Builder port(int port) {
            this.port = port;
            return this;
        }

        public Builder path(@Nullable String path) {
            this.path = path;
            return this;
        }

        public Builder retries(int retries) {
            this.retries = retries;
            return this;
        }

        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = connectTimeout;
            return this;
        }

        public Builder writeTimeout(Duration writeTimeout) {
            this.writeTimeout = writeTimeout;
            return this;
        }

        public Builder readTimeout(Duration readTimeout) {
            this.readTimeout = readTimeout;
            return this;
        }

        public Builder enabled(boolean enabled) {
            this.enabled = enabled;
            return this;
        }

        public Builder tlsVerify(@Nullable Boolean tlsVerify) {
            this.tlsVerify = tlsVerify;
            return this;
        }

        public Builder tlsVerifyDepth(@Nullable Integer tlsVerifyDepth) {
            this.tlsVerifyDepth = tlsVerifyDepth;
            return this;
        }

        public Builder caCertificates(@Nullable List<UUID> caCertificates) {
            this.caCertificates = caCertificates;
            return this;
        }

        public Builder clientCertificate(@Nullable UUID clientCertificate) {
            this.clientCertificate = clientCertificate;
            return this;
        }

        public Builder tags(List<String> tags) {
            this.tags = tags;
            return this;
        }

        public Builder routes(List<Route> routes) {
            this.routes = routes;
            return this;
        }

        public Service build() {
            return new Service(
                    id,
                    name,
                    protocol,
                    host,
                    port,
                    path,
                    retries,
                    connectTimeout,
                    writeTimeout,
                    readTimeout,
                    enabled,
                    tlsVerify,
                    tlsVerifyDepth,
                    caCertificates,
                    clientCertificate,
                    tags,
                    routes);
        }
    }
}
