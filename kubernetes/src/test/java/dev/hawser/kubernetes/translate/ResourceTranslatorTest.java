package dev.hawser.kubernetes.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Upstream;
import dev.hawser.config.validation.ConfigValidator;
import dev.hawser.kubernetes.DrainSupport;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.TranslationSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceTranslatorTest {

    private static final int ROUNDS = 60;

    private final ResourceTranslator translator = new ResourceTranslator();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void retargetingGivesWhatTranslatingEverythingGives(long seed) {
        Random random = new Random(seed);
        RandomCluster cluster = new RandomCluster(random);
        int changed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            TranslationSettings settings = settings(random);
            ResourceSnapshot snapshot = ResourceSnapshot.of(cluster.objects());
            Translation translation = translator.translate(snapshot, settings);
            for (int step = 0; step < 5; step++) {
                Set<ObjectKey> services = new HashSet<>();
                snapshot = changeSlices(snapshot, cluster, random, services);
                Translation before = translation;

                translation = translator.retarget(before, snapshot, services, settings);

                assertThat(translation).isEqualTo(translator.translate(snapshot, settings));
                changed += translation.equals(before) ? 0 : 1;
            }
        }
        assertThat(changed).as("rounds in which something changed").isGreaterThan(ROUNDS);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void theOrderInWhichObjectsCameIsOfNoConsequence(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            List<HasMetadata> objects = new RandomCluster(random).objects();
            List<HasMetadata> shuffled = new ArrayList<>(objects);
            Collections.shuffle(shuffled, random);
            TranslationSettings settings = settings(random);

            assertThat(translator.translate(ResourceSnapshot.of(shuffled), settings))
                    .isEqualTo(translator.translate(ResourceSnapshot.of(objects), settings));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void whateverTheObjectsTheConfigurationIsValid(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            ResourceSnapshot snapshot = ResourceSnapshot.of(new RandomCluster(random).objects());

            assertThat(ConfigValidator.validate(
                            translator.translate(snapshot, settings(random)).config()))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {8})
    void retargetingLeavesOtherUpstreamsAsTheyAre(long seed) {
        RandomCluster cluster = new RandomCluster(new Random(seed));
        ResourceSnapshot snapshot = ResourceSnapshot.of(cluster.objects());
        Translation before = translator.translate(snapshot, TranslationSettings.defaults());

        Translation after = translator.retarget(
                before, snapshot, Set.of(ResourceKind.SERVICE.key("shop", "cart")), TranslationSettings.defaults());

        for (int i = 0; i < before.config().upstreams().size(); i++) {
            Upstream upstream = before.config().upstreams().get(i);
            assertThat(after.config().upstreams().get(i)).isSameAs(upstream);
        }
    }

    private static TranslationSettings settings(Random random) {
        return TranslationSettings.defaults()
                .withDrainSupport(random.nextBoolean() ? DrainSupport.ENABLED : DrainSupport.DISABLED);
    }

    private static ResourceSnapshot changeSlices(
            ResourceSnapshot snapshot, RandomCluster cluster, Random random, Set<ObjectKey> services) {
        ResourceSnapshot.Builder builder = snapshot.toBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String name = "slice-" + random.nextInt(8);
            snapshot.find(ResourceKind.ENDPOINT_SLICE, "shop", name)
                    .flatMap(ResourceSnapshot::serviceOf)
                    .ifPresent(services::add);
            if (random.nextInt(4) == 0) {
                builder.remove(ResourceKind.ENDPOINT_SLICE.key("shop", name));
            } else {
                EndpointSlice slice = cluster.slice(name);
                ResourceSnapshot.serviceOf(slice).ifPresent(services::add);
                builder.put(slice);
            }
        }
        return builder.build();
    }
}
