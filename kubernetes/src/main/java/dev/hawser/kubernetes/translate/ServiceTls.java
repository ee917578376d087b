package dev.hawser.kubernetes.translate;

import dev.hawser.config.Service;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the annotations of a Service say of the TLS connections to its endpoints. The certificates of all Services are
 * added before any is asked for, for objects of the same content share one id.
 */
final class ServiceTls {

    private static final int MAX_VERIFY_DEPTH = 64;
    private static final String VERIFY = "tls-verify";
    private static final String VERIFY_DEPTH = "tls-verify-depth";
    private static final String CLIENT = "client-cert";
    private static final Map<String, ResourceKind<?>> AUTHORITIES = Map.of(
            "ca-certificates-secrets", ResourceKind.SECRET, "ca-certificates-configmaps", ResourceKind.CONFIG_MAP);
    private static final List<String> ALL =
            List.of(VERIFY, VERIFY_DEPTH, CLIENT, "ca-certificates-secrets", "ca-certificates-configmaps");

    private final CertificateTranslator certificates;
    private final CaCertificateTranslator authorities;

    ServiceTls(CertificateTranslator certificates, CaCertificateTranslator authorities) {
        this.certificates = certificates;
        this.authorities = authorities;
    }

    /** Adds the certificates that a Service with TLS names. */
    void add(ObjectKey service, Annotations annotations) {
        annotations.text(CLIENT).ifPresent(secret -> certificates.addClient(service, secret));
        if (annotations.flag(VERIFY).orElse(false)) {
            AUTHORITIES.forEach((annotation, kind) ->
                    annotations.list(annotation).forEach(name -> authorities.add(service, kind, name)));
        }
    }

    /** Has a service with TLS do as its annotations say. */
    void apply(Service.Builder builder, ObjectKey service, Annotations annotations) {
        boolean verified = annotations.flag(VERIFY).orElse(false);
        annotations.flag(VERIFY).ifPresent(builder::tlsVerify);
        annotations.number(VERIFY_DEPTH, 0, MAX_VERIFY_DEPTH).ifPresent(builder::tlsVerifyDepth);
        annotations
                .text(CLIENT)
                .flatMap(secret -> certificates.idOf(service, secret))
                .ifPresent(builder::clientCertificate);
        List<UUID> trusted = new ArrayList<>();
        List<String> named = new ArrayList<>();
        ALL.stream().filter(AUTHORITIES::containsKey).forEach(annotation -> {
            if (verified) {
                named.addAll(annotations.list(annotation));
                annotations.list(annotation).stream()
                        .map(name -> kindOf(annotation).key(service.namespace(), name))
                        .flatMap(object -> authorities.idOf(object).stream())
                        .filter(id -> !trusted.contains(id))
                        .forEach(trusted::add);
            } else {
                refuse(annotations, annotation, "konghq.com/tls-verify: \"true\"");
            }
        });
        // Who names authorities trusts them alone: when all are missing that is nobody, not those of the gateway.
        if (!named.isEmpty()) {
            builder.caCertificates(trusted);
        }
    }

    /** Of a service without TLS none of this can be obeyed. */
    static void refuse(Annotations annotations) {
        ALL.forEach(name -> refuse(annotations, name, "konghq.com/protocol: https"));
    }

    private static void refuse(Annotations annotations, String name, String without) {
        annotations.text(name).ifPresent(text -> annotations.refuseText(name, text, "none without " + without));
    }

    private static ResourceKind<?> kindOf(String annotation) {
        ResourceKind<?> kind = AUTHORITIES.get(annotation);
        if (kind == null) {
            throw new IllegalArgumentException("annotation: " + annotation + " (expected: one of authorities)");
        }
        return kind;
    }
}
