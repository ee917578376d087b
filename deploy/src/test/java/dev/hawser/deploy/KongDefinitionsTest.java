package dev.hawser.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hawser.testing.SharedData;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionSpec;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our definitions ask for nothing that Kong's do not, so an object that was stored under Kong's is valid under ours. Left
 * out where the shared data is not there.
 */
class KongDefinitionsTest {

    private static final String POLICIES = "configuration.konghq.com_kongupstreampolicies.yaml";
    private static final String PARAMETERS = "configuration.konghq.com_ingressclassparameterses.yaml";

    /** What says nothing of which objects are valid; the rules are compared on their own. */
    private static final Set<String> ASIDE = Set.of("description", "format", "x-kubernetes-validations");

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @ParameterizedTest
    @ValueSource(strings = {POLICIES, PARAMETERS})
    void namesAndVersionsAreThoseOfKong(String file) throws IOException {
        CustomResourceDefinitionSpec kong = kong(file).getSpec();
        CustomResourceDefinitionSpec ours = ours(file).getSpec();

        assertThat(ours.getGroup()).isEqualTo(kong.getGroup());
        assertThat(ours.getScope()).isEqualTo(kong.getScope());
        assertThat(ours.getNames()).isEqualTo(kong.getNames());
        assertThat(ours.getVersions())
                .extracting(
                        CustomResourceDefinitionVersion::getName,
                        CustomResourceDefinitionVersion::getStorage,
                        CustomResourceDefinitionVersion::getSubresources)
                .isEqualTo(kong.getVersions().stream()
                        .map(version -> tuple(version.getName(), version.getStorage(), version.getSubresources()))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {POLICIES, PARAMETERS})
    void fieldsTakeTheSameValuesAsKongs(String file) throws IOException {
        assertThat(withoutProse(schema(ours(file)))).isEqualTo(withoutProse(schema(kong(file))));
    }

    @ParameterizedTest
    @ValueSource(strings = {POLICIES, PARAMETERS})
    void rulesHaveTheMessagesOfKongs(String file) throws IOException {
        assertThat(messages(schema(ours(file)))).containsExactlyElementsOf(messages(schema(kong(file))));
    }

    private static CustomResourceDefinition ours(String file) {
        return YAML.unmarshal(
                Objects.requireNonNull(CustomResourceDefinitions.generate().get(file)), CustomResourceDefinition.class);
    }

    private static CustomResourceDefinition kong(String file) throws IOException {
        Optional<Path> path = SharedData.find("crds/" + file);
        assumeTrue(path.isPresent(), () -> "crds/" + file + " is not there: our definition is not compared with it");
        return YAML.unmarshal(Files.readString(path.orElseThrow()), CustomResourceDefinition.class);
    }

    private static JSONSchemaProps schema(CustomResourceDefinition definition) {
        return definition.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    }

    private static Object withoutProse(JSONSchemaProps schema) {
        return withoutProse((Object) YAML.convertValue(schema, Map.class));
    }

    private static Object withoutProse(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Object> kept = new TreeMap<>();
                map.forEach((key, entry) -> {
                    // A description that is an object is a property of that name.
                    if (!ASIDE.contains(String.valueOf(key)) || entry instanceof Map) {
                        kept.put(String.valueOf(key), withoutProse(entry));
                    }
                });
                yield kept;
            }
            case List<?> list ->
                list.stream().map(KongDefinitionsTest::withoutProse).toList();
            case Number number -> number.doubleValue();
            default -> value;
        };
    }

    /** Kong has its rules at the root, we have them at the spec: all are gathered. */
    private static List<String> messages(JSONSchemaProps schema) {
        List<String> messages = new ArrayList<>();
        Stream.ofNullable(schema.getXKubernetesValidations())
                .flatMap(Collection::stream)
                .map(ValidationRule::getMessage)
                .forEach(messages::add);
        Stream.ofNullable(schema.getProperties())
                .flatMap(properties -> properties.values().stream())
                .forEach(property -> messages.addAll(messages(property)));
        return messages;
    }
}
