package dev.hawser.config.validation;

import dev.hawser.config.Protocol;
import dev.hawser.config.Service;
import java.time.Duration;

/** What a service must fulfil (Kong Gateway 3.9, entity {@code services}). */
final class ServiceRules {

    private ServiceRules() {}

    static void check(Service service, Place at) {
        if (service.name() != null) {
            Syntax.name(service.name(), at.field("name"));
        }
        Syntax.host(service.host(), at.field("host"));
        Syntax.between(service.port(), 0, 65535, at.field("port"));
        Syntax.between(service.retries(), 0, 32767, at.field("retries"));
        timeout(service.connectTimeout(), at.field("connect_timeout"));
        timeout(service.writeTimeout(), at.field("write_timeout"));
        timeout(service.readTimeout(), at.field("read_timeout"));
        Syntax.tags(service.tags(), at.field("tags"));
        if (service.path() != null) {
            path(service.path(), service.protocol(), at.field("path"));
        }
        tls(service, at);
    }

    private static void timeout(Duration timeout, Place at) {
        Syntax.between(timeout.toMillis(), 1, Syntax.MAX_TIMEOUT_MILLIS, at);
    }

    private static void path(String path, Protocol protocol, Place at) {
        switch (protocol) {
            case HTTP, HTTPS, WS, WSS -> Syntax.path(path, at);
            case GRPC, GRPCS, TCP, TLS, UDP, TLS_PASSTHROUGH ->
                at.report("value must be null when 'protocol' is '" + protocol.text() + "'");
        }
    }

    private static void tls(Service service, Place at) {
        Syntax.between(service.tlsVerifyDepth(), 0, 64, at.field("tls_verify_depth"));
        if (service.protocol().secure()) {
            return;
        }
        String message =
                "value must be null when 'protocol' is '" + service.protocol().text() + "'";
        if (service.tlsVerify() != null) {
            at.field("tls_verify").report(message);
        }
        if (service.tlsVerifyDepth() != null) {
            at.field("tls_verify_depth").report(message);
        }
        if (service.caCertificates() != null) {
            at.field("ca_certificates").report(message);
        }
        if (service.clientCertificate() != null) {
            at.field("client_certificate").report(message);
        }
    }
}
