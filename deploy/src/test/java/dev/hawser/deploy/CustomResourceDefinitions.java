package dev.hawser.deploy;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.hawser.kubernetes.IngressClassParameters;
import dev.hawser.kubernetes.KongUpstreamPolicy;
import dev.hawser.kubernetes.KongUpstreamPolicySpec;
import dev.hawser.kubernetes.KongUpstreamPolicyStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionSpec;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The CustomResourceDefinitions that the types in {@code dev.hawser.kubernetes} say. */
final class CustomResourceDefinitions {

    private CustomResourceDefinitions() {}

    /** The text of each file of {@code deploy/crds}, by its name. */
    static SequencedMap<String, String> generate() {
        CustomResourceDefinition policy = generate(KongUpstreamPolicy.class);
        completePolicy(root(policy));
        CustomResourceDefinition parameters = generate(IngressClassParameters.class);
        // The generator takes Void for an object.
        root(parameters).getProperties().remove("status");

        SequencedMap<String, String> files = new TreeMap<>();
        for (CustomResourceDefinition definition : List.of(policy, parameters)) {
            CustomResourceDefinitionSpec spec = definition.getSpec();
            String name =
                    "%s_%s.yaml".formatted(spec.getGroup(), spec.getNames().getPlural());
            String comment = "Generated from the type %s of dev.hawser.kubernetes."
                    .formatted(spec.getNames().getKind());
            files.put(name, YamlFile.write(comment, definition));
        }
        return files;
    }

    private static CustomResourceDefinition generate(Class<? extends HasMetadata> type) {
        Captor captor = new Captor();
        new CRDGenerator()
                .customResourceClasses(List.of(type))
                .forCRDVersions("v1")
                .withPostProcessor(captor)
                .withOutput(captor)
                .generate();
        CustomResourceDefinition definition = captor.definitions.getFirst();
        definition
                .getSpec()
                .getNames()
                .setListKind(definition.getSpec().getNames().getKind() + "List");
        sortColumns(type, definition.getSpec().getVersions().getFirst());
        JSONSchemaProps schema = root(definition);
        schema.setDescription(type.getAnnotation(JsonClassDescription.class).value());
        schema.getProperties()
                .put("apiVersion", schema("string", "The version of the API that the object is written in."));
        schema.getProperties().put("kind", schema("string", "What kind of object it is."));
        schema.getProperties().put("metadata", schema("object", null));
        return definition;
    }

    /** What the generator has no annotation for, or does not keep. */
    private static void completePolicy(JSONSchemaProps schema) {
        DeclaredOrder.restore(KongUpstreamPolicySpec.class, property(schema, "spec"));
        JSONSchemaProps status = property(schema, "status");
        DeclaredOrder.restore(KongUpstreamPolicyStatus.class, status);
        JSONSchemaProps ancestor = property(status, "ancestors").getItems().getSchema();
        JSONSchemaProps conditions = property(ancestor, "conditions");
        conditions.setXKubernetesListType("map");
        conditions.setXKubernetesListMapKeys(List.of("type"));
    }

    private static void sortColumns(Class<?> type, CustomResourceDefinitionVersion version) {
        List<String> declared = Stream.of(type.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        List<CustomResourceColumnDefinition> columns = version.getAdditionalPrinterColumns().stream()
                .sorted(Comparator.comparingInt(column -> declared.indexOf(column.getName())))
                .toList();
        version.setAdditionalPrinterColumns(columns);
    }

    private static JSONSchemaProps root(CustomResourceDefinition definition) {
        return definition.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    }

    private static JSONSchemaProps schema(String type, @Nullable String description) {
        JSONSchemaProps schema = new JSONSchemaProps();
        schema.setType(type);
        schema.setDescription(description);
        return schema;
    }

    static JSONSchemaProps property(JSONSchemaProps schema, String name) {
        return Objects.requireNonNull(schema.getProperties().get(name), name);
    }

    /** Takes the definition as an object; its text, written after that, goes nowhere. */
    private static final class Captor extends CRDGenerator.AbstractCRDOutput<ByteArrayOutputStream>
            implements CRDPostProcessor {
        private final List<CustomResourceDefinition> definitions = new ArrayList<>();

        @Override
        protected ByteArrayOutputStream createStreamFor(String name) {
            return new ByteArrayOutputStream();
        }

        @Override
        public HasMetadata process(HasMetadata definition, String version) {
            definitions.add((CustomResourceDefinition) definition);
            return definition;
        }
    }
}
