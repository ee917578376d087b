package dev.hawser.kubernetes.translate;

import dev.hawser.config.Certificate;
import dev.hawser.config.EntityIds;
import dev.hawser.config.Sni;
import dev.hawser.kubernetes.ApiLists;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Problem.Reason;
import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.ResourceSnapshot;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Makes certificates of the Secrets that Ingresses present to clients, and Services to their endpoints.
 *
 * <p>Secrets of the same certificate and key become one certificate, with the id of the oldest. A server name that is
 * claimed for several certificates goes to the one of the oldest Secret.
 */
final class CertificateTranslator {

    private final ResourceSnapshot snapshot;
    private final Problems problems;
    private final TlsSecrets.Reader secrets;
    private final Map<TlsSecret, Draft> drafts = new LinkedHashMap<>();
    private final Map<ObjectKey, Optional<Draft>> bySecret = new LinkedHashMap<>();

    /** A certificate while Secrets and server names are still being found for it. */
    private static final class Draft {

        private final TlsSecret content;
        private final Map<Age, Secret> secrets = new TreeMap<>();
        private final TreeSet<String> serverNames = new TreeSet<>();

        Draft(TlsSecret content) {
            this.content = content;
        }

        Age oldest() {
            return secrets.keySet().iterator().next();
        }
    }

    CertificateTranslator(ResourceSnapshot snapshot, TlsSecrets.Reader secrets, Problems problems) {
        this.snapshot = snapshot;
        this.secrets = secrets;
        this.problems = problems;
    }

    /** Adds what an Ingress presents to clients. A section without hosts names no one to present it to. */
    void add(Ingress ingress) {
        List<IngressTLS> sections = ApiLists.orEmpty(ingress.getSpec().getTls());
        for (int i = 0; i < sections.size(); i++) {
            IngressTLS section = sections.get(i);
            String secretName = section.getSecretName();
            if (secretName == null
                    || secretName.isEmpty()
                    || ApiLists.orEmpty(section.getHosts()).isEmpty()) {
                continue;
            }
            String at = "spec.tls[" + i + "]";
            draft(ObjectKey.of(ingress), secretName).ifPresent(draft -> addHosts(ingress, at, section, draft));
        }
    }

    /** Adds the certificate that the endpoints of a Service are shown; it is presented to no client for that. */
    void addClient(ObjectKey service, String secretName) {
        var _ = draft(service, secretName);
    }

    /** The id of a certificate that was added and is valid; to be asked once all were added. */
    Optional<UUID> idOf(ObjectKey user, String secretName) {
        ObjectKey secret = ResourceKind.SECRET.key(user.namespace(), secretName);
        return bySecret.getOrDefault(secret, Optional.empty()).map(CertificateTranslator::idOf);
    }

    private void addHosts(Ingress ingress, String at, IngressTLS section, Draft draft) {
        for (String host : ApiLists.orEmpty(section.getHosts())) {
            if (GatewayRules.takesServerName(host)) {
                draft.serverNames.add(host.toLowerCase(Locale.ROOT));
            } else {
                problems.add(
                        ObjectKey.of(ingress),
                        Reason.INVALID_FIELD,
                        at + ".hosts: \"" + host + "\" (expected: " + GatewayRules.HOST_EXPECTED + ")");
            }
        }
    }

    private Optional<Draft> draft(ObjectKey user, String secretName) {
        Optional<Secret> secret = snapshot.find(ResourceKind.SECRET, user.namespace(), secretName);
        if (secret.isEmpty()) {
            problems.add(
                    user,
                    Reason.SECRET_NOT_FOUND,
                    "failed to fetch the secret: Secret " + user.namespace() + "/" + secretName + " not found");
            return Optional.empty();
        }
        return bySecret.computeIfAbsent(ObjectKey.of(secret.get()), key -> read(secret.get()));
    }

    private Optional<Draft> read(Secret secret) {
        TlsSecrets.Reading reading = secrets.read(secret);
        TlsSecret tls = reading.tls();
        if (tls == null) {
            problems.add(ObjectKey.of(secret), Reason.INVALID_SECRET, reading.problem());
            return Optional.empty();
        }
        Draft draft = drafts.computeIfAbsent(tls, Draft::new);
        draft.secrets.put(Age.of(secret), secret);
        return Optional.of(draft);
    }

    /** All certificates that were added, in order. */
    List<Certificate> certificates() {
        Map<String, Draft> owners = new TreeMap<>();
        List<Certificate> certificates = new ArrayList<>();
        drafts.values().stream().sorted(Comparator.comparing(Draft::oldest)).forEach(draft -> {
            List<Sni> snis = new ArrayList<>();
            for (String name : draft.serverNames) {
                Draft owner = owners.putIfAbsent(name, draft);
                if (owner == null) {
                    snis.add(new Sni(null, name, List.of()));
                } else {
                    addConflict(name, draft, owner);
                }
            }
            Secret oldest = draft.secrets.values().iterator().next();
            certificates.add(new Certificate(
                    idOf(draft), draft.content.cert(), draft.content.key(), snis, Tags.of(oldest, problems)));
        });
        certificates.sort(Comparator.comparing(Certificate::cert).reversed());
        return certificates;
    }

    private void addConflict(String name, Draft draft, Draft owner) {
        ObjectKey winner = owner.oldest().key();
        problems.add(
                draft.oldest().key(),
                Reason.SERVER_NAME_CONFLICT,
                "same SNI '" + name + "' used in multiple certificates: " + winner + " is older and has it");
    }

    /** The UID of the oldest Secret, as in Kong Ingress Controller; an object read from a file may have none. */
    private static UUID idOf(Draft draft) {
        String uid = draft.secrets.values().iterator().next().getMetadata().getUid();
        if (uid != null) {
            try {
                return UUID.fromString(uid);
            } catch (IllegalArgumentException e) {
                // An id is derived below like for a Secret that has none.
            }
        }
        return EntityIds.ofCertificate(draft.content.cert());
    }
}
