package dev.hawser.config.declarative;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Algorithm;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.HashInput;
import dev.hawser.config.Upstream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class DeclarativeWriterTest {

    private final DeclarativeReader reader = new DeclarativeReader();
    private final DeclarativeWriter writer = new DeclarativeWriter();

    @Test
    void emptyConfigurationIsItsVersionOnly() {
        assertThat(writer.toYaml(GatewayConfig.EMPTY)).isEqualTo("_format_version: \"3.0\"\n");
        assertThat(writer.toJson(GatewayConfig.EMPTY)).isEqualTo("{\n  \"_format_version\" : \"3.0\"\n}\n");
    }

    @Test
    void everyFieldIsReadBackFromYamlAndJson() throws InvalidConfigException {
        GatewayConfig config = Samples.everyField();
        assertThat(reader.read(writer.toYaml(config))).isEqualTo(config);
        assertThat(reader.read(writer.toJson(config))).isEqualTo(config);
        assertThat(reader.read(writer.toTree(config))).isEqualTo(config);
    }

    @Test
    void anyConfigurationIsReadBackFromYamlAndJson() throws InvalidConfigException {
        for (long seed = 0; seed < 200; seed++) {
            GatewayConfig config = Samples.random(new Random(seed));
            assertThat(reader.read(writer.toYaml(config))).as("seed %d", seed).isEqualTo(config);
            assertThat(reader.read(writer.toJson(config))).as("seed %d", seed).isEqualTo(config);
        }
    }

    @Test
    void cookieOfTheFallbackIsPrintedAsTheCookie() {
        Upstream upstream = Upstream.builder("u")
                .algorithm(Algorithm.CONSISTENT_HASHING)
                .hashOn(new HashInput.Header("X-User"))
                .hashFallback(new HashInput.Cookie("c", "/p"))
                .build();
        assertThat(writer.toYaml(new GatewayConfig(List.of(), List.of(), List.of(upstream), List.of())))
                .isEqualTo("""
                        _format_version: "3.0"
                        upstreams:
                        - algorithm: consistent-hashing
                          hash_fallback: cookie
                          hash_on: header
                          hash_on_cookie: c
                          hash_on_cookie_path: /p
                          hash_on_header: X-User
                          name: u
                        """);
    }

    @Test
    void privateKeysAreLiteralBlocks() {
        assertThat(writer.toYaml(Samples.everyField()))
                .contains("  key: |\n    -----BEGIN PRIVATE KEY-----\n")
                .contains("- cert: |\n    -----BEGIN CERTIFICATE-----\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3.0",
                "1",
                "007",
                "1_000",
                "0x1F",
                "0o17",
                "1e3",
                ".5",
                "+1",
                "-1",
                ".inf",
                ".nan",
                "12:30:45",
                "2001-01-01",
                "~",
                "null",
                "Null",
                "true",
                "True",
                "yes",
                "No",
                "on",
                "OFF",
                "y",
                "N",
                "=",
                "<<",
                "",
                " a",
                "a ",
                "a: b",
                "a:",
                "a #b",
                "- a",
                "*a",
                "&a",
                "!a",
                "%a",
                "@a",
                "`a",
                "'a'",
                "\"a\"",
                "[a]",
                "{a: b}",
                "a\tb",
                "a\u0000b",
                "a\u0085b",
                "\uFEFFa",
                "|",
                ">",
                "? a",
                "---",
                "..."
            })
    void textThatAReaderMightTakeForSomethingElseIsQuoted(String text) {
        assertThat(YamlText.isPlain(text)).isFalse();
        assertIsReadBack(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nb",
                "a\n",
                "a\nb\n",
                "a\n\n",
                "\na",
                " a\nb",
                "a\n  b",
                "a\n\n  b\n",
                "a \nb",
                "a\n ",
                "a\r\nb",
                "a\tb\nc",
                "- a\n- b",
                "# a\nb",
                "\n",
                "é\nb"
            })
    void textOfSeveralLinesIsReadBack(String text) {
        assertIsReadBack(text);
    }

    private static void assertIsReadBack(String text) {
        ObjectNode tree =
                JsonNodeFactory.instance.objectNode().put("value", text).put(text, 1);
        tree.putArray("array").add(text).addObject().put("z", text);
        assertThat(DocumentParserTest.tree(YamlText.of(tree))).isEqualTo(tree);
    }

    @Test
    void emptyCollectionsAreReadBack() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.putArray("a");
        tree.putObject("b");
        tree.putArray("c").addObject();
        assertThat(DocumentParserTest.tree(YamlText.of(tree))).isEqualTo(tree);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "~/foo$",
                "k8s-name:foo",
                "10.244.0.5:9443",
                "8aade13c-1470-46bd-9849-9a74e349214f",
                "default.httpbin-ingress-1.httpbin-deployment..80",
                "a b",
                "round-robin"
            })
    void plainTextIsNotQuoted(String text) {
        assertThat(YamlText.isPlain(text)).isTrue();
        assertIsReadBack(text);
    }
}
