package dev.hawser.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.watch.WatchEvent.Source;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InformersTest {

    @Test
    void withNamespacesNoNamespacedKindIsAskedForInTheWholeCluster() {
        assertThat(Informers.sources(Set.of("b", "a"), Set.of()))
                .filteredOn(source -> source.kind() == ResourceKind.SECRET)
                .containsExactly(new Source(ResourceKind.SECRET, "a"), new Source(ResourceKind.SECRET, "b"));
        assertThat(Informers.sources(Set.of("a"), Set.of()))
                .filteredOn(source -> source.namespace().isEmpty())
                .containsExactly(new Source(ResourceKind.INGRESS_CLASS, ""));
    }

    @Test
    void kindsThatAreOmittedAreNotAskedFor() {
        assertThat(Informers.sources(Set.of(), Set.of(ResourceKind.INGRESS_CLASS, ResourceKind.SERVICE)))
                .extracting(Source::kind)
                .contains(ResourceKind.INGRESS, ResourceKind.ENDPOINT_SLICE)
                .doesNotContain(ResourceKind.INGRESS_CLASS, ResourceKind.SERVICE);
    }
}
