package dev.hawser.server.playground.api.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.server.playground.api.resource.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class JsonMergePatchTest {

    /** The cases of RFC 7396, appendix A, that start from an object. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    {"a":"b"}             | {"a":"c"}            | {"a":"c"}
                    {"a":"b"}             | {"b":"c"}            | {"a":"b","b":"c"}
                    {"a":"b"}             | {"a":null}           | {}
                    {"a":"b","b":"c"}     | {"a":null}           | {"b":"c"}
                    {"a":["b"]}           | {"a":"c"}            | {"a":"c"}
                    {"a":"c"}             | {"a":["b"]}          | {"a":["b"]}
                    {"a":{"b":"c"}}       | {"a":{"b":"d","c":null}} | {"a":{"b":"d"}}
                    {"a":[{"b":"c"}]}     | {"a":[1]}            | {"a":[1]}
                    {"e":null}            | {"a":1}              | {"e":null,"a":1}
                    {}                    | {"a":{"bb":{"ccc":null}}} | {"a":{"bb":{}}}
                    """)
    void mergesAsTheRfcSays(String current, String patch, String expected) {
        assertThat(JsonMergePatch.apply(json(current), json(patch))).isEqualTo(json(expected));
    }

    private static JsonNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
