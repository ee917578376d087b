package dev.hawser.server.playground.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client library that the control plane uses, against the API. */
@Timeout(120)
class ClientIT {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void informerSeesEveryChange(boolean onlyHttpWatches) throws Exception {
        try (EmbeddedApi api = EmbeddedApi.start(Loopback.port(0));
                KubernetesClient client = client(api, onlyHttpWatches)) {
            client.configMaps().resource(configMap("first")).create();
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            try (SharedIndexInformer<ConfigMap> _ =
                    client.configMaps().inNamespace("default").inform(recorder(seen))) {
                assertThat(next(seen)).isEqualTo("added first");

                client.configMaps().resource(configMap("second")).create();
                assertThat(next(seen)).isEqualTo("added second");

                client.configMaps()
                        .withName("second")
                        .edit(map -> new ConfigMapBuilder(map)
                                .addToData("key", "value")
                                .build());
                assertThat(next(seen)).isEqualTo("updated second");

                client.configMaps().withName("first").delete();
                assertThat(next(seen)).isEqualTo("deleted first");
            }
        }
    }

    @Test
    void informerGoesOnWithTheApiThatFollows() throws Exception {
        EmbeddedApi first = EmbeddedApi.start(Loopback.port(0));
        InetSocketAddress address = Loopback.port(first.uri().getPort());
        try (KubernetesClient client = client(first, false)) {
            client.configMaps().resource(configMap("old")).create();
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            try (SharedIndexInformer<ConfigMap> _ =
                    client.configMaps().inNamespace("default").inform(recorder(seen))) {
                assertThat(next(seen)).isEqualTo("added old");

                first.close();
                try (EmbeddedApi second = EmbeddedApi.start(address)) {
                    assertThat(next(seen)).isEqualTo("deleted old");

                    client.configMaps().resource(configMap("new")).create();
                    assertThat(next(seen)).isEqualTo("added new");
                    assertThat(second.uri()).isEqualTo(first.uri());
                }
            }
        }
    }

    @Test
    void lateWriterIsToldOfTheConflict() throws Exception {
        try (EmbeddedApi api = EmbeddedApi.start(Loopback.port(0));
                KubernetesClient client = client(api, false)) {
            ConfigMap created = client.configMaps().resource(configMap("a")).create();
            client.configMaps()
                    .withName("a")
                    .edit(map -> new ConfigMapBuilder(map).addToData("key", "1").build());

            assertThatThrownBy(() -> client.configMaps()
                            .resource(new ConfigMapBuilder(created)
                                    .addToData("key", "2")
                                    .build())
                            .update())
                    .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                        assertThat(e.getCode()).isEqualTo(409);
                        assertThat(e.getStatus().getReason()).isEqualTo("Conflict");
                    });
        }
    }

    private static KubernetesClient client(EmbeddedApi api, boolean onlyHttpWatches) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(api.uri().toString())
                .withNamespace("default")
                .withOnlyHttpWatches(onlyHttpWatches)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static String next(BlockingQueue<String> seen) throws InterruptedException {
        String event = seen.poll(60, TimeUnit.SECONDS);
        assertThat(event).as("an event").isNotNull();
        return event;
    }

    private static ResourceEventHandler<ConfigMap> recorder(BlockingQueue<String> seen) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(ConfigMap map) {
                seen.add("added " + map.getMetadata().getName());
            }

            @Override
            public void onUpdate(ConfigMap before, ConfigMap after) {
                seen.add("updated " + after.getMetadata().getName());
            }

            @Override
            public void onDelete(ConfigMap map, boolean isFinalStateUnknown) {
                seen.add("deleted " + map.getMetadata().getName());
            }
        };
    }

    private static ConfigMap configMap(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .build();
    }
}
