package dev.hawser.config.declarative;

import dev.hawser.config.CaCertificate;
import dev.hawser.config.Certificate;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.HashInput;
import dev.hawser.config.Protocol;
import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.config.Sni;
import dev.hawser.config.StickySessions;
import dev.hawser.config.Target;
import dev.hawser.config.Upstream;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Entities as the trees that are printed. */
final class EntityTrees {

    private EntityTrees() {}

    static ObjectNode document(GatewayConfig config) {
        return new TreeFields()
                .put("_format_version", DeclarativeReader.FORMAT_VERSION)
                .putEach("ca_certificates", config.caCertificates(), EntityTrees::authority)
                .putEach("certificates", config.certificates(), EntityTrees::certificate)
                .putEach("routes", config.routes(), EntityTrees::route)
                .putEach("services", config.services(), EntityTrees::service)
                .putEach("upstreams", config.upstreams(), EntityTrees::upstream)
                .build();
    }

    private static JsonNode service(Service service) {
        return new TreeFields()
                .putUuids("ca_certificates", service.caCertificates())
                .put("client_certificate", text(service.clientCertificate()))
                .putMillis("connect_timeout", service.connectTimeout())
                .put("enabled", service.enabled() ? null : Boolean.FALSE)
                .put("host", service.host())
                .put("id", service.id().toString())
                .put("name", service.name())
                .put("path", service.path())
                .put("port", Integer.valueOf(service.port()))
                .put("protocol", service.protocol().text())
                .putMillis("read_timeout", service.readTimeout())
                .put("retries", Integer.valueOf(service.retries()))
                .putEach("routes", service.routes(), EntityTrees::route)
                .putStrings("tags", service.tags())
                .put("tls_verify", service.tlsVerify())
                .put("tls_verify_depth", service.tlsVerifyDepth())
                .putMillis("write_timeout", service.writeTimeout())
                .build();
    }

    private static JsonNode route(Route route) {
        return new TreeFields()
                .putStringLists("headers", route.headers())
                .putStrings("hosts", route.hosts())
                .put("https_redirect_status_code", Integer.valueOf(route.httpsRedirectStatusCode()))
                .put("id", route.id().toString())
                .putStrings("methods", route.methods())
                .put("name", route.name())
                .put("path_handling", route.pathHandling().text())
                .putStrings("paths", route.paths())
                .put("preserve_host", Boolean.valueOf(route.preserveHost()))
                .putStrings(
                        "protocols",
                        route.protocols().stream().map(Protocol::text).toList())
                .put("regex_priority", route.regexPriority())
                .put("request_buffering", route.requestBuffering())
                .put("response_buffering", route.responseBuffering())
                .putStrings("snis", route.snis())
                .put("strip_path", Boolean.valueOf(route.stripPath()))
                .putStrings("tags", route.tags())
                .build();
    }

    private static JsonNode upstream(Upstream upstream) {
        TreeFields fields = new TreeFields()
                .put("algorithm", upstream.algorithm().text())
                .put("client_certificate", reference(upstream.clientCertificate()))
                .put("healthchecks", HealthcheckTrees.healthchecks(upstream.healthchecks()))
                .put("host_header", upstream.hostHeader())
                .put("id", text(upstream.id()))
                .put("name", upstream.name())
                .put("slots", upstream.slots())
                .putStrings("tags", upstream.tags())
                .putEach("targets", upstream.targets(), EntityTrees::target);
        hashInput(upstream.hashOn(), "hash_on", fields);
        hashInput(upstream.hashFallback(), "hash_fallback", fields);
        StickySessions sticky = upstream.stickySessions();
        if (sticky != null) {
            fields.put("sticky_sessions_cookie", sticky.cookie());
            fields.put("sticky_sessions_cookie_path", sticky.cookiePath());
        }
        return fields.build();
    }

    /** Deck names the certificate of an upstream so, and that of a service by its id alone. */
    private static @Nullable JsonNode reference(@Nullable UUID id) {
        return id == null ? null : new TreeFields().put("id", id.toString()).build();
    }

    /** A cookie's fields are {@code hash_on_…} even when it is the fallback; of two cookies the first is printed. */
    private static void hashInput(@Nullable HashInput input, String field, TreeFields fields) {
        if (input == null) {
            return;
        }
        fields.put(field, input.text());
        switch (input) {
            case HashInput.None none -> {}
            case HashInput.Consumer consumer -> {}
            case HashInput.Ip ip -> {}
            case HashInput.Path path -> {}
            case HashInput.Header(String name) -> fields.put(field + "_header", name);
            case HashInput.QueryArg(String name) -> fields.put(field + "_query_arg", name);
            case HashInput.UriCapture(String name) -> fields.put(field + "_uri_capture", name);
            case HashInput.Cookie(String name, String path) -> {
                if (!fields.has("hash_on_cookie")) {
                    fields.put("hash_on_cookie", name);
                    fields.put("hash_on_cookie_path", path);
                }
            }
        }
    }

    private static JsonNode target(Target target) {
        return new TreeFields()
                .put("id", text(target.id()))
                .putStrings("tags", target.tags())
                .put("target", target.target())
                .put("weight", target.weight())
                .build();
    }

    private static JsonNode certificate(Certificate certificate) {
        Function<Sni, JsonNode> sni = name -> sni(name, certificate.id());
        return new TreeFields()
                .put("cert", certificate.cert())
                .put("id", certificate.id().toString())
                .put("key", certificate.key())
                .putEach("snis", certificate.snis(), sni)
                .putStrings("tags", certificate.tags())
                .build();
    }

    private static JsonNode authority(CaCertificate authority) {
        return new TreeFields()
                .put("cert", authority.cert())
                .put("id", authority.id().toString())
                .putStrings("tags", authority.tags())
                .build();
    }

    private static JsonNode sni(Sni sni, UUID certificate) {
        return new TreeFields()
                .put(
                        "certificate",
                        new TreeFields().put("id", certificate.toString()).build())
                .put("id", text(sni.id()))
                .put("name", sni.name())
                .putStrings("tags", sni.tags())
                .build();
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}
