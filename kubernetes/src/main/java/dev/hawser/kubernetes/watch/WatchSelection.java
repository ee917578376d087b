package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.NamespacedName;
import dev.hawser.kubernetes.ResourceKind;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which objects are watched, besides the choice of namespaces; fixed at start.
 *
 * @param omitted the kinds that are not watched, which count as having no objects; default none
 * @param secretLabel the name of a label: of the Secrets only those are watched that carry it with the value {@code true};
 *     {@code null}, the default, means all
 * @param services single Services that are watched also where their namespace is not; default none
 */
public record WatchSelection(
        Set<ResourceKind<?>> omitted, @Nullable String secretLabel, Set<NamespacedName> services) {

    public WatchSelection {
        omitted = Set.copyOf(omitted);
        services = Set.copyOf(services);
    }

    public static WatchSelection defaults() {
        return new WatchSelection(Set.of(), null, Set.of());
    }

    public WatchSelection withServices(Collection<NamespacedName> others) {
        return new WatchSelection(omitted, secretLabel, Set.copyOf(others));
    }
}
