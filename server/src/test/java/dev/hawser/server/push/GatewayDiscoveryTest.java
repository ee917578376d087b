package dev.hawser.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GatewayDiscoveryTest {

    private static final List<String> PORTS = List.of("admin", "kong-admin-tls");

    private static EndpointSlice slice(String port, String address, Boolean ready, @Nullable Boolean terminating) {
        return new EndpointSliceBuilder()
                .addNewPort()
                .withName(port)
                .withPort(8444)
                .endPort()
                .addNewEndpoint()
                .withAddresses(address)
                .withNewConditions()
                .withReady(ready)
                .withTerminating(terminating)
                .endConditions()
                .endEndpoint()
                .build();
    }

    @Test
    void endpointsAreGatewaysReadyOrNotUnlessTheyTerminate() {
        assertThat(GatewayDiscovery.urls(
                        List.of(
                                slice("kong-admin-tls", "10.0.0.1", true, false),
                                slice("kong-admin-tls", "10.0.0.2", false, null),
                                slice("kong-admin-tls", "10.0.0.3", false, true),
                                slice("metrics", "10.0.0.4", true, false)),
                        PORTS))
                .containsExactly(URI.create("https://10.0.0.1:8444"), URI.create("https://10.0.0.2:8444"));
    }

    @Test
    void portsWithoutTlsInTheirNameAreSpokenToWithout() {
        assertThat(GatewayDiscovery.urls(List.of(slice("admin", "fd00::1", true, false)), PORTS))
                .containsExactly(URI.create("http://[fd00::1]:8444"));
    }
}
