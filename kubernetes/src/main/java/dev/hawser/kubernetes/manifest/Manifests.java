package dev.hawser.kubernetes.manifest;

import dev.hawser.config.Violation;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.validation.ResourceRules;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What manifests hold. */
public final class Manifests {

    private final List<ManifestObject> read;
    private final List<ManifestError> errors;
    private final List<ObjectKey> skipped;

    Manifests(List<ManifestObject> read, List<ManifestError> errors, List<ObjectKey> skipped) {
        this.read = List.copyOf(read);
        this.errors = List.copyOf(errors);
        this.skipped = List.copyOf(skipped);
    }

    /** These and then those. */
    public Manifests and(Manifests more) {
        return new Manifests(concat(read, more.read), concat(errors, more.errors), concat(skipped, more.skipped));
    }

    private static <T> List<T> concat(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /**
     * The objects that an API server would take: those that keep to {@link ResourceRules}, each once. Every breach of
     * the others becomes an error.
     */
    public Manifests checked() {
        Map<ObjectKey, ManifestObject> kept = new LinkedHashMap<>();
        List<ManifestError> found = new ArrayList<>(errors);
        for (ManifestObject each : read) {
            List<Violation> violations = ResourceRules.check(each.object());
            violations.forEach(violation -> found.add(each.error(violation.path(), violation.message())));
            if (violations.isEmpty()) {
                ManifestObject first = kept.putIfAbsent(ObjectKey.of(each.object()), each);
                if (first != null) {
                    found.add(each.error(
                            "",
                            "already defined at " + first.source() + ":"
                                    + first.node().line()));
                }
            }
        }
        return new Manifests(List.copyOf(kept.values()), found, skipped);
    }

    /** The objects of kinds that snapshots hold, in the order in which they stand. */
    public List<HasMetadata> objects() {
        return read.stream().map(ManifestObject::object).toList();
    }

    /** Everything that is wrong. */
    public List<ManifestError> errors() {
        return errors;
    }

    /** The objects of other kinds, which were passed over. */
    public List<ObjectKey> skipped() {
        return skipped;
    }

    /** A snapshot of generation 1 that holds the objects; of several with the same key the last. */
    public ResourceSnapshot snapshot() {
        return ResourceSnapshot.of(objects());
    }
}
