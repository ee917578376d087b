package dev.hawser.config.declarative;

import dev.hawser.config.EntityIds;
import dev.hawser.config.Protocol;
import dev.hawser.config.Service;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a service without its routes. */
final class ServiceReader {

    private static final int HTTPS_PORT = 443;

    private ServiceReader() {}

    /** What {@code url} is short for. */
    private record Origin(
            Protocol protocol,
            String host,
            int port,
            @Nullable String path) {}

    static Service read(Fields fields) {
        String name = fields.string("name");
        UUID id = Identity.read(fields, name, EntityIds::ofService);
        Origin url = url(fields);
        Service.Builder service = Service.builder(id, host(fields, url)).name(name);
        if (url != null) {
            service.protocol(url.protocol).port(url.port).path(url.path);
        }
        Optional.ofNullable(fields.oneOf("protocol", Protocol::parse, Words.PROTOCOLS))
                .ifPresent(service::protocol);
        Optional.ofNullable(fields.integer("port")).ifPresent(service::port);
        Optional.ofNullable(fields.string("path")).ifPresent(service::path);
        Optional.ofNullable(fields.integer("retries")).ifPresent(service::retries);
        millis(fields, "connect_timeout").ifPresent(service::connectTimeout);
        millis(fields, "write_timeout").ifPresent(service::writeTimeout);
        millis(fields, "read_timeout").ifPresent(service::readTimeout);
        Optional.ofNullable(fields.bool("enabled")).ifPresent(service::enabled);
        service.tlsVerify(fields.bool("tls_verify"))
                .tlsVerifyDepth(fields.integer("tls_verify_depth"))
                .caCertificates(fields.has("ca_certificates") ? fields.uuids("ca_certificates") : null)
                .clientCertificate(fields.certificate("client_certificate"))
                .tags(fields.strings("tags"));
        fields.refuseUnsupported("plugins", "filter_chains", "tls_sans");
        return service.build();
    }

    private static String host(Fields fields, @Nullable Origin url) {
        if (fields.has("url") && !fields.has("host")) {
            return url == null ? "" : url.host;
        }
        return fields.requiredString("host");
    }

    private static Optional<Duration> millis(Fields fields, String name) {
        return Optional.ofNullable(fields.integer(name)).map(Duration::ofMillis);
    }

    private static @Nullable Origin url(Fields fields) {
        String text = fields.string("url");
        if (text == null) {
            return null;
        }
        try {
            URI uri = new URI(text);
            Optional<Protocol> protocol = Optional.ofNullable(uri.getScheme())
                    .flatMap(scheme -> Protocol.parse(scheme.toLowerCase(Locale.ROOT)));
            if (protocol.isPresent() && uri.getHost() != null && uri.getRawQuery() == null) {
                int port = uri.getPort() >= 0
                        ? uri.getPort()
                        : protocol.get().secure() ? HTTPS_PORT : Service.DEFAULT_PORT;
                String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? null : uri.getRawPath();
                return new Origin(protocol.get(), uri.getHost(), port, path);
            }
        } catch (URISyntaxException e) {
            // reported below: the text may hold a password, so it is not part of the message
        }
        fields.place().field("url").report("invalid url (expected: protocol://host:port/path)");
        return null;
    }
}
