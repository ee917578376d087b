package dev.hawser.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResourceSnapshotTest {

    private static Service service(String name) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .endMetadata()
                .build();
    }

    private static EndpointSlice slice(String name, String service) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .addToLabels(ResourceSnapshot.SERVICE_NAME_LABEL, service)
                .endMetadata()
                .build();
    }

    @Test
    void objectsAreFoundByKindAndName() {
        Service cart = service("cart");
        var kong = new IngressClassBuilder()
                .withNewMetadata()
                .withName("kong")
                .endMetadata()
                .build();
        ResourceSnapshot snapshot = ResourceSnapshot.of(List.of(cart, kong));

        assertThat(snapshot.find(ResourceKind.SERVICE, "shop", "cart")).containsSame(cart);
        assertThat(snapshot.find(ResourceKind.SERVICE, "other", "cart")).isEmpty();
        assertThat(snapshot.find(ResourceKind.SECRET, "shop", "cart")).isEmpty();
        assertThat(snapshot.find(ResourceKind.INGRESS_CLASS, "any", "kong")).containsSame(kong);
        assertThat(snapshot.find(new ObjectKey("Service", "shop", "cart"))).containsSame((HasMetadata) cart);
        assertThat(snapshot.all(ResourceKind.SERVICE)).containsExactly(cart);
    }

    @Test
    void aChangedSnapshotLeavesTheOneBeforeAsItWas() {
        ResourceSnapshot before = ResourceSnapshot.of(List.of(service("cart"), slice("cart-1", "cart")));

        ResourceSnapshot after = before.toBuilder()
                .put(slice("cart-2", "cart"))
                .remove(new ObjectKey("Service", "shop", "cart"))
                .build();

        assertThat(before.generation()).isEqualTo(1);
        assertThat(after.generation()).isEqualTo(2);
        assertThat(before.find(ResourceKind.SERVICE, "shop", "cart")).isPresent();
        assertThat(after.find(ResourceKind.SERVICE, "shop", "cart")).isEmpty();
        assertThat(before.endpointSlices("shop", "cart")).hasSize(1);
        assertThat(after.endpointSlices("shop", "cart")).hasSize(2);
    }

    @Test
    void aSliceThatChangesItsServiceLeavesTheOldOne() {
        ResourceSnapshot before = ResourceSnapshot.of(List.of(slice("s", "cart")));

        ResourceSnapshot after = before.toBuilder().put(slice("s", "pay")).build();

        assertThat(after.endpointSlices("shop", "cart")).isEmpty();
        assertThat(after.endpointSlices("shop", "pay")).hasSize(1);
    }

    @Test
    void kindsThatSnapshotsDoNotHoldAreRefused() {
        ResourceSnapshot.Builder builder = ResourceSnapshot.empty().toBuilder();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.put(new PodBuilder().build()))
                .withMessageStartingWith("kind: Pod (expected: one of");
    }

    @Test
    void manyChangesGiveWhatAPlainMapGives() {
        Random random = new Random(1);
        ResourceSnapshot snapshot = ResourceSnapshot.empty();
        Map<ObjectKey, EndpointSlice> expected = new HashMap<>();
        for (int round = 0; round < 2000; round++) {
            ResourceSnapshot.Builder builder = snapshot.toBuilder();
            for (int i = random.nextInt(4); i >= 0; i--) {
                EndpointSlice slice = slice("s-" + random.nextInt(600), "service-" + random.nextInt(50));
                if (random.nextInt(3) == 0) {
                    builder.remove(ObjectKey.of(slice));
                    expected.remove(ObjectKey.of(slice));
                } else {
                    builder.put(slice);
                    expected.put(ObjectKey.of(slice), slice);
                }
            }
            snapshot = builder.build();
        }
        assertThat(snapshot.all(ResourceKind.ENDPOINT_SLICE)).containsExactlyInAnyOrderElementsOf(expected.values());
        List<EndpointSlice> indexed = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            List<EndpointSlice> ofService = snapshot.endpointSlices("shop", "service-" + i);
            assertThat(ofService).map(ObjectKey::of).isSorted();
            indexed.addAll(ofService);
        }
        assertThat(indexed).containsExactlyInAnyOrderElementsOf(expected.values());
    }
}
