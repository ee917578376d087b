package dev.hawser.config.declarative;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopLevelKeysTest {

    @Test
    void areThoseOfTheFirstDocumentOnly() {
        assertThat(TopLevelKeys.of("a: {b: 1}\nc: [{d: 2}]\n? [e]\n: f\ng: |\n  h: 3\n---\ni: 4\n"))
                .containsExactly("a", "c", "g");
    }

    @Test
    void areFoundInJson() {
        assertThat(TopLevelKeys.of("{\n\t\"services\": [{\"x\": {}}],\n\t\"_format_version\": \"3.0\"}"))
                .containsExactly("services", "_format_version");
    }

    @Test
    void thoseBeforeASyntaxErrorCount() {
        assertThat(TopLevelKeys.of("a: 1\nb: [\n")).containsExactly("a", "b");
    }

    @Test
    void aTextThatIsNoMappingHasNone() {
        assertThat(TopLevelKeys.of("")).isEmpty();
        assertThat(TopLevelKeys.of("text")).isEmpty();
        assertThat(TopLevelKeys.of("- a: 1")).isEmpty();
    }
}
