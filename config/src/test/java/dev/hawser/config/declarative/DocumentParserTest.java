package dev.hawser.config.declarative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DocumentParserTest {

    static JsonNode tree(String text) {
        try {
            return DocumentParser.parse(text);
        } catch (InvalidConfigException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void scalarsAreThoseOfTheCoreSchemaOfYaml12() {
        assertThat(tree("[1, -2, 0x1f, 0o17, 1.5, true, True, yes, no, null, ~, 1_000, 12:30, 2001-01-01, '1']"))
                .isEqualTo(tree("[1,-2,31,15,1.5,true,true,\"yes\",\"no\",null,null,\"1_000\",\"12:30\",\"2001-01-01\","
                        + "\"1\"]"));
    }

    @Test
    void jsonAndYamlGiveTheSameTree() {
        assertThat(tree("{\"a\": [1, 2.5, \"x\", {\"b\": null}], \"c\": 12345678901234567890}"))
                .isEqualTo(tree("a:\n- 1\n- 2.5\n- x\n- b:\nc: 12345678901234567890\n"));
    }

    @Test
    void aMappingOfYamlMayBeginWithABrace() {
        assertThat(tree("{a: b}")).isEqualTo(tree("a: b"));
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        assertThat(tree("\uFEFF{\"a\": 1}")).isEqualTo(tree("a: 1"));
    }

    @Test
    void aliasesStandForWhatTheyName() {
        assertThat(tree("a: &x {b: [1]}\nc: *x\nd: &y s\ne: *y"))
                .isEqualTo(tree("{a: {b: [1]}, c: {b: [1]}, d: s, e: s}"));
    }

    @Test
    void documentOfMoreThanThreeMegabytesIsRead() {
        assertThat(tree("- a rather long element of a list\n".repeat(100_000))).hasSize(100_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a: [1               | line 1, column 6: while parsing a flow sequence, expected ',' or ']', but got <stream end>
            a: b: c             | line 1, column 5: mapping values are not allowed here
            a: *b               | line 1, column 4: alias of an unknown anchor
            &a [*a]             | line 1, column 5: alias of an unknown anchor
            [{a: 1, a: 2}]      | line 1, column 9: duplicate key 'a'
            {"a": 1, "a": 2}    | line 1, column 13: duplicate Object property "a"
            {"a": 1             | line 1, column 8: unexpected end of the document
            {"a": SECRET, b: "  | line 1, column 7: unrecognized token
            a: !!int SECRET     | line 1, column 4: a value does not fit its tag
            a: !secret b        | line 1, column 4: a value does not fit its tag
            ? [a]               | line 1, column 3: a key is not a scalar (expected: the name of a field)
            """)
    void syntaxErrorsAreLocatedByLineAndColumn(String text, String message) {
        assertThatThrownBy(() -> DocumentParser.parse(text))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(message);
    }

    @Test
    void errorsInLaterLinesAreLocated() {
        assertThatThrownBy(() -> DocumentParser.parse("a: 1\nb: 2\na: 3\n"))
                .hasMessage("line 3, column 1: duplicate key 'a'");
        assertThatThrownBy(() -> DocumentParser.parse("a: 1\n---\nb: 2\n"))
                .hasMessage("line 3, column 1: more than one document (expected: one)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"key: |\n  SECRET\n bad: x\n", "key: \"SECRET\nfoo", "{\"key\": SECRET, \"}"})
    void syntaxErrorsDoNotQuoteTheDocument(String text) {
        assertThatThrownBy(() -> DocumentParser.parse(text))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith("line ")
                .message()
                .doesNotContain("SECRET")
                .doesNotContain("\n");
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> DocumentParser.parse("[".repeat(100_000)))
                .hasMessage("line 1, column 201: nested more than 200 levels deep");
        assertThatThrownBy(() -> DocumentParser.parse("{\"a\":".repeat(100_000)))
                .isInstanceOf(InvalidConfigException.class);
    }

    @Test
    void aliasesCannotBlowADocumentUp() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i))
                    .append("*a%d, ".formatted(i - 1).repeat(10))
                    .append("]\n");
        }
        assertThatThrownBy(() -> DocumentParser.parse(bomb.toString()))
                .hasMessageContaining("more than 10000000 values");
    }
}
