package dev.hawser.kubernetes.translate;

import dev.hawser.config.CaCertificate;
import dev.hawser.config.EntityIds;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Problem.Reason;
import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.ResourceSnapshot;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes authorities of the Secrets and ConfigMaps that Services verify their endpoints by: {@code id}, a UUID, and {@code
 * cert} or {@code ca.crt}, one certificate, as Kong Ingress Controller reads them.
 *
 * <p>Two objects with one id are not mixed up: the oldest has it, another certificate gets one of its own. A Service must
 * not trust the authority of somebody else who wrote the same id.
 */
final class CaCertificateTranslator {

    /** The label that such objects carry in a cluster, without which they are not watched. */
    static final String LABEL = "konghq.com/ca-cert";

    private static final String ID = "id";
    private static final List<String> CERTS = List.of("cert", "ca.crt");

    private final ResourceSnapshot snapshot;
    private final Problems problems;
    private final Map<ObjectKey, Optional<Draft>> drafts = new HashMap<>();
    private @Nullable Map<ObjectKey, CaCertificate> translated;

    private record Draft(HasMetadata object, UUID id, String cert) {}

    CaCertificateTranslator(ResourceSnapshot snapshot, Problems problems) {
        this.snapshot = snapshot;
        this.problems = problems;
    }

    /** Adds an authority; when it is missing that is a problem of its user. */
    void add(ObjectKey user, ResourceKind<? extends HasMetadata> kind, String name) {
        Optional<? extends HasMetadata> object = snapshot.find(kind, user.namespace(), name);
        if (object.isEmpty()) {
            problems.add(
                    user,
                    Reason.SECRET_NOT_FOUND,
                    "failed to fetch CA certificate: " + kind + " " + user.namespace() + "/" + name
                            + " not found (expected: one with the label " + LABEL + ": \"true\")");
            return;
        }
        drafts.computeIfAbsent(kind.key(user.namespace(), name), _ -> read(object.get()));
    }

    private Optional<Draft> read(HasMetadata object) {
        try {
            String id = text(object, ID).orElseThrow(() -> new IllegalArgumentException("missing 'id' field in data"));
            String cert = CERTS.stream()
                    .flatMap(name -> text(object, name).stream())
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("neither \"cert\" nor \"ca.crt\" key exist"));
            if (!id.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
                throw new IllegalArgumentException("id: \"" + id + "\" (expected: a UUID)");
            }
            Draft draft = new Draft(object, UUID.fromString(id), cert);
            GatewayRules.refusal(new CaCertificate(draft.id, cert, List.of())).ifPresent(refusal -> {
                throw new IllegalArgumentException(refusal);
            });
            return Optional.of(draft);
        } catch (IllegalArgumentException e) {
            problems.add(ObjectKey.of(object), Reason.INVALID_SECRET, "invalid CA certificate: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<String> text(HasMetadata object, String name) {
        return switch (object) {
            case ConfigMap map ->
                Optional.ofNullable(map.getData()).map(data -> data.get(name)).map(String::strip);
            case Secret secret ->
                Optional.ofNullable(secret.getData())
                        .map(data -> data.get(name))
                        .map(encoded -> decoded(name, encoded));
            default -> Optional.empty();
        };
    }

    private static String decoded(String name, String encoded) {
        try {
            return new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8).strip();
        } catch (IllegalArgumentException e) {
            // The cause would quote the data.
            throw new IllegalArgumentException("invalid '" + name + "' in secret (expected: Base64)");
        }
    }

    /** The id of an authority that was added and is valid; to be asked once all were added. */
    Optional<UUID> idOf(ObjectKey object) {
        return Optional.ofNullable(translated().get(object)).map(CaCertificate::id);
    }

    /** All authorities that were added, each once, in order. */
    List<CaCertificate> certificates() {
        return translated().values().stream()
                .distinct()
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .toList();
    }

    private Map<ObjectKey, CaCertificate> translated() {
        Map<ObjectKey, CaCertificate> known = translated;
        if (known == null) {
            known = translate();
            translated = known;
        }
        return known;
    }

    private Map<ObjectKey, CaCertificate> translate() {
        TreeMap<Age, Draft> oldestFirst = new TreeMap<>();
        drafts.values().forEach(draft -> draft.ifPresent(read -> oldestFirst.put(Age.of(read.object), read)));
        Map<UUID, CaCertificate> byId = new HashMap<>();
        Map<ObjectKey, CaCertificate> byObject = new HashMap<>();
        for (Draft draft : new ArrayList<>(oldestFirst.values())) {
            CaCertificate owner = byId.get(draft.id);
            UUID id =
                    owner == null || owner.cert().equals(draft.cert) ? draft.id : EntityIds.ofCaCertificate(draft.cert);
            CaCertificate made = byId.computeIfAbsent(
                    id, each -> new CaCertificate(each, draft.cert, Tags.of(draft.object, problems)));
            byObject.put(ObjectKey.of(draft.object), made);
        }
        return byObject;
    }
}
