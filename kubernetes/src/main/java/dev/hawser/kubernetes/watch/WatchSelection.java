package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.ResourceKind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which objects are watched, besides the choice of namespaces; fixed at start.
 *
 * @param omitted the kinds that are not watched, which count as having no objects; default none
 * @param secretLabel the name of a label: of the Secrets only those are watched that carry it with the value {@code true};
 *     {@code null}, the default, means all
 */
public record WatchSelection(
        Set<ResourceKind<?>> omitted, @Nullable String secretLabel) {

    public WatchSelection {
        omitted = Set.copyOf(omitted);
    }

    public static WatchSelection defaults() {
        return new WatchSelection(Set.of(), null);
    }
}
