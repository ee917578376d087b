package dev.hawser.config.declarative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.hawser.config.EntityIds;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Service;
import dev.hawser.config.SessionOptions;
import dev.hawser.config.validation.ConfigValidator;
import dev.hawser.testing.SharedData;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class GoldenDocumentTest {

    private final DeclarativeReader reader = new DeclarativeReader();
    private final DeclarativeWriter writer = new DeclarativeWriter();

    @TestFactory
    Stream<DynamicTest> readAndWrittenAgainItIsTheSameDocument() {
        return eachGolden(text -> {
            JsonNode golden = DocumentParser.parse(text);
            GatewayConfig config = reader.read(text);
            assertThat(DocumentParser.parse(writer.toYaml(config))).isEqualTo(golden);
            assertThat(DocumentParser.parse(writer.toJson(config))).isEqualTo(golden);
        });
    }

    @TestFactory
    Stream<DynamicTest> isWrittenAgainByteByByte() {
        return eachGolden(text -> assertThat(writer.toYaml(reader.read(text))).isEqualTo(text));
    }

    @TestFactory
    Stream<DynamicTest> whatIsWrittenFitsTheSchemaOfDeck() {
        return eachGolden(text ->
                assertThat(schema().validate(writer.toTree(reader.read(text)))).isEmpty());
    }

    @TestFactory
    Stream<DynamicTest> idsAreThoseDerivedFromTheNames() {
        return eachGolden(text -> {
            GatewayConfig config = reader.read(text);
            for (Service service : config.services()) {
                assertThat(service.id()).isEqualTo(EntityIds.ofService(String.valueOf(service.name())));
                assertThat(service.routes())
                        .isNotEmpty()
                        .allSatisfy(route ->
                                assertThat(route.id()).isEqualTo(EntityIds.ofRoute(String.valueOf(route.name()))));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> isValid() {
        return eachGolden(
                text -> assertThat(ConfigValidator.validate(reader.read(text))).isEmpty());
    }

    @Test
    void configurationWithEveryFieldFitsTheSchemaOfDeck() {
        assertThat(schema().validate(writer.toTree(Samples.everyField()))).isEmpty();
        assertThat(schema().validate(DocumentParserTest.tree("{plugins: 5}"))).isNotEmpty();
    }

    @Test
    void optionsOfSessionsFitTheSchemaOfDeckAndComeBack() throws InvalidConfigException {
        String text = """
                _format_version: "3.0"
                upstreams:
                - algorithm: sticky-sessions
                  name: shop
                  sticky_sessions_cookie: sid
                  tags:
                  - blue
                  - hawser-session-cookie-max-age:60
                  - hawser-session-strict:true
                """;
        GatewayConfig config = reader.read(text);
        assertThat(ConfigValidator.validate(config)).isEmpty();
        assertThat(writer.toYaml(config)).isEqualTo(text);
        SessionOptions options = SessionOptions.of(config.upstreams().getFirst());
        assertThat(options.maxAgeSeconds()).isEqualTo(60);
        assertThat(options.onLoss()).isEqualTo(SessionOptions.OnLoss.REFUSE);
        assertThat(schema().validate(writer.toTree(config))).isEmpty();
    }

    static Schema schema() {
        Optional<Path> file = SharedData.find("reference/kong-declarative.schema.json");
        assumeTrue(file.isPresent(), "the shared folder is absent");
        String text = Goldens.text(file.orElseThrow());
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4).getSchema(text);
    }

    private static Stream<DynamicTest> eachGolden(Check check) {
        List<Path> cases = Goldens.cases();
        assumeTrue(!cases.isEmpty(), "the shared folder is absent");
        return cases.stream()
                .map(file -> dynamicTest(
                        String.valueOf(file.getName(file.getNameCount() - 2)), () -> check.check(Goldens.text(file))));
    }

    @FunctionalInterface
    private interface Check {
        void check(String text) throws Exception;
    }
}
