package dev.hawser.kubernetes.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.GatewayConfig;
import dev.hawser.kubernetes.NamespacedName;
import dev.hawser.kubernetes.Outcome;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LoadBalancerIngressBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which addresses Ingresses get, and keep. */
class IngressStatusTest {

    private static final StatusSettings BY_ADDRESS = StatusSettings.defaults()
            .withPublishAddresses(List.of("203.0.113.7", "gateway.example.com", "2001:db8::7"));
    private static final StatusSettings BY_SERVICE =
            StatusSettings.defaults().withPublishServices(List.of(NamespacedName.parse("kong/gateway")));

    private final Cluster cluster = new Cluster().service("app", 1, "").ingress("web", "kong", "app");
    private StatusSettings settings = BY_ADDRESS;
    private Claims claims = Claims.NONE;

    private Optional<Map<String, Object>> change(Outcome outcome) {
        Statuses statuses = new StatusComposer(settings, "kong").compose(outcome, claims);
        claims = statuses.claims();
        DesiredStatus desired = statuses.desired().get(Cluster.ingress("web"));
        HasMetadata web = outcome.snapshot().find(Cluster.ingress("web")).orElseThrow();
        return desired == null ? Optional.empty() : desired.changeOf(web, Instant.EPOCH);
    }

    private static Map<String, Object> entries(Object... entries) {
        return Map.of("loadBalancer", Map.of("ingress", List.of(entries)));
    }

    private void give(String ingressClass, String... ips) {
        cluster.ingress("web", ingressClass, "app");
        Ingress web = (Ingress) cluster.snapshot().find(Cluster.ingress("web")).orElseThrow();
        IngressBuilder builder = new IngressBuilder(web);
        for (String ip : ips) {
            builder.editOrNewStatus()
                    .editOrNewLoadBalancer()
                    .addNewIngress()
                    .withIp(ip)
                    .endIngress()
                    .endLoadBalancer()
                    .endStatus();
        }
        cluster.put(builder.build());
    }

    @Test
    void addressesOfTheSettingsAreTakenAsTheyAre() {
        assertThat(change(cluster.taken()))
                .contains(entries(
                        Map.of("ip", "203.0.113.7"),
                        Map.of("hostname", "gateway.example.com"),
                        Map.of("ip", "2001:db8::7")));
    }

    @Test
    void whatTheIngressHasAlreadyIsNotWritten() {
        settings = settings.withPublishAddresses(List.of("203.0.113.7"));
        give("kong", "203.0.113.7");
        assertThat(change(cluster.taken())).isEmpty();
    }

    @Test
    void anOldAddressIsReplaced() {
        settings = settings.withPublishAddresses(List.of("203.0.113.7"));
        give("kong", "198.51.100.1", "203.0.113.7");
        assertThat(change(cluster.taken())).contains(entries(Map.of("ip", "203.0.113.7")));
    }

    @Test
    void anIngressThatTheDataPlaneDoesNotServeKeepsWhatItHas() {
        assertThat(change(cluster.refused(GatewayConfig.EMPTY))).isEmpty();
        give("kong", "198.51.100.1");
        assertThat(change(cluster.refused(GatewayConfig.EMPTY))).isEmpty();
    }

    @Test
    void anIngressOfAnotherClassIsLeftAloneEvenWithOurAddress() {
        settings = settings.withPublishAddresses(List.of("203.0.113.7"));
        give("other", "203.0.113.7");
        assertThat(change(cluster.taken())).isEmpty();
    }

    @Test
    void anIngressThatLeavesOurClassLosesOurAddress() {
        settings = settings.withPublishAddresses(List.of("203.0.113.7"));
        give("kong", "203.0.113.7");
        assertThat(change(cluster.taken())).isEmpty();
        give("other", "203.0.113.7");
        assertThat(change(cluster.taken())).contains(entries());
        assertThat(change(cluster.taken())).as("until it is written").contains(entries());
        give("other");
        assertThat(change(cluster.taken())).isEmpty();
        give("other", "203.0.113.7");
        assertThat(change(cluster.taken()))
                .as("written by the controller of its class")
                .isEmpty();
    }

    @Test
    void anIngressThatLeavesOurClassKeepsTheAddressOfAnother() {
        settings = settings.withPublishAddresses(List.of("203.0.113.7"));
        give("kong", "203.0.113.7");
        assertThat(change(cluster.taken())).isEmpty();
        give("other", "198.51.100.1");
        assertThat(change(cluster.taken())).isEmpty();
    }

    @Test
    void aLoadBalancerGivesItsAddressesAndNames() {
        settings = BY_SERVICE;
        cluster.put(publish("LoadBalancer")
                .withNewStatus()
                .withNewLoadBalancer()
                .withIngress(
                        new LoadBalancerIngressBuilder().withIp("192.0.2.1").build(),
                        new LoadBalancerIngressBuilder()
                                .withHostname("lb.example.com")
                                .build())
                .endLoadBalancer()
                .endStatus()
                .build());
        assertThat(change(cluster.taken()))
                .contains(entries(Map.of("ip", "192.0.2.1"), Map.of("hostname", "lb.example.com")));
    }

    @Test
    void aLoadBalancerThatHasNoAddressYetLeavesWhatIsThere() {
        settings = BY_SERVICE;
        cluster.put(publish("LoadBalancer").build());
        give("kong", "198.51.100.1");
        assertThat(change(cluster.taken())).isEmpty();
    }

    @Test
    void aPublishServiceThatIsMissingLeavesWhatIsThere() {
        settings = BY_SERVICE;
        give("kong", "198.51.100.1");
        assertThat(change(cluster.taken())).isEmpty();
    }

    @Test
    void withoutALoadBalancerTheAddressesWithinTheClusterAreGiven() {
        settings = BY_SERVICE;
        cluster.put(publish("NodePort")
                .editSpec()
                .withClusterIPs("10.0.0.9", "fd00::9")
                .endSpec()
                .build());
        assertThat(change(cluster.taken())).contains(entries(Map.of("ip", "10.0.0.9"), Map.of("ip", "fd00::9")));
    }

    @Test
    void addressesThatAPersonPutInFrontGoBeforeThoseWithinTheCluster() {
        settings = BY_SERVICE;
        cluster.put(publish("ClusterIP")
                .editSpec()
                .withClusterIPs("10.0.0.9")
                .withExternalIPs("192.0.2.8")
                .endSpec()
                .build());
        assertThat(change(cluster.taken())).contains(entries(Map.of("ip", "192.0.2.8")));
    }

    @Test
    void aHeadlessServiceHasNoAddress() {
        settings = BY_SERVICE;
        cluster.put(
                publish("ClusterIP").editSpec().withClusterIPs("None").endSpec().build());
        assertThat(change(cluster.taken())).isEmpty();
    }

    @Test
    void nothingIsSaidWhenNothingIsPublished() {
        settings = StatusSettings.defaults();
        assertThat(change(cluster.taken())).isEmpty();
    }

    private static ServiceBuilder publish(String type) {
        return new ServiceBuilder(new Service())
                .withNewMetadata()
                .withName("gateway")
                .withNamespace("kong")
                .endMetadata()
                .withNewSpec()
                .withType(type)
                .endSpec();
    }
}
