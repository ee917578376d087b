package dev.hawser.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.kubernetes.NamespacedName;
import dev.hawser.kubernetes.ResourceKind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourceTest {

    private static final WatchSelection ALL = WatchSelection.defaults();
    private static final Source PROXY = new Source(ResourceKind.SERVICE, "gateways", "proxy");

    private static List<Source> sources(Set<String> namespaces, WatchSelection selection) {
        return Source.of(
                List.of(ResourceKind.INGRESS_CLASS, ResourceKind.SERVICE, ResourceKind.SECRET), namespaces, selection);
    }

    @Test
    void withNamespacesNoNamespacedKindIsAskedForInTheWholeCluster() {
        assertThat(sources(Set.of("b", "a"), ALL))
                .containsExactly(
                        new Source(ResourceKind.INGRESS_CLASS, ""),
                        new Source(ResourceKind.SERVICE, "a"),
                        new Source(ResourceKind.SERVICE, "b"),
                        new Source(ResourceKind.SECRET, "a"),
                        Source.ofAuthorities(ResourceKind.SECRET, "a"),
                        new Source(ResourceKind.SECRET, "b"),
                        Source.ofAuthorities(ResourceKind.SECRET, "b"));
    }

    @Test
    void kindsThatAreOmittedAreNotAskedFor() {
        assertThat(sources(Set.of(), new WatchSelection(Set.of(ResourceKind.SERVICE), null, Set.of())))
                .containsExactly(
                        new Source(ResourceKind.INGRESS_CLASS, ""),
                        new Source(ResourceKind.SECRET, ""),
                        Source.ofAuthorities(ResourceKind.SECRET, ""));
    }

    @Test
    void aServiceOfAnotherNamespaceIsAskedForByItsName() {
        WatchSelection selection = ALL.withServices(Set.of(new NamespacedName("gateways", "proxy")));
        assertThat(sources(Set.of("a"), selection)).contains(PROXY);
        assertThat(sources(Set.of("a", "gateways"), selection)).doesNotContain(PROXY);
        assertThat(sources(Set.of(), selection)).doesNotContain(PROXY);
        assertThat(PROXY.path(selection))
                .isEqualTo("/api/v1/namespaces/gateways/services?fieldSelector=metadata.name%3Dproxy&");
    }

    @Test
    void secretsAreAskedForByTypeAndLabel() {
        Source secrets = new Source(ResourceKind.SECRET, "");
        assertThat(secrets.path(ALL)).isEqualTo("/api/v1/secrets?fieldSelector=type%3Dkubernetes.io%2Ftls&");
        assertThat(secrets.path(new WatchSelection(Set.of(), "hawser/tls", Set.of())))
                .isEqualTo(
                        "/api/v1/secrets?fieldSelector=type%3Dkubernetes.io%2Ftls&labelSelector=hawser%2Ftls%3Dtrue&");
    }

    @Test
    void authoritiesAreAskedForByLabelAndBelongToNoOtherSource() {
        assertThat(Source.ofAuthorities(ResourceKind.SECRET, "").path(ALL))
                .isEqualTo("/api/v1/secrets?fieldSelector=type%21%3Dkubernetes.io%2Ftls"
                        + "&labelSelector=konghq.com%2Fca-cert%3Dtrue&");
        assertThat(Source.of(List.of(ResourceKind.CONFIG_MAP), Set.of(), ALL))
                .containsExactly(Source.ofAuthorities(ResourceKind.CONFIG_MAP, ""));
        assertThat(Source.ofAuthorities(ResourceKind.CONFIG_MAP, "a").path(ALL))
                .isEqualTo("/api/v1/namespaces/a/configmaps?labelSelector=konghq.com%2Fca-cert%3Dtrue&");
    }
}
