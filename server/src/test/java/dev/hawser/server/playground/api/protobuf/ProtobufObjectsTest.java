package dev.hawser.server.playground.api.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ProtobufObjectsTest {

    private static final String MAGIC = "k8s\0";

    private final ProtobufObjects objects = ProtobufObjects.load();

    @Test
    void readsObjectInItsEnvelope() {
        String metadata = field(1, "web") + field(3, "") + field(11, field(1, "app") + field(2, "x"));
        String configMap =
                field(1, metadata) + field(2, field(1, "a") + field(2, "b")) + field(3, field(1, "c") + field(2, "d"));

        assertThat(read("v1", "ConfigMap", configMap)).isEqualTo(json("""
                {"metadata": {"name": "web", "labels": {"app": "x"}}, "data": {"a": "b"}, "binaryData": {"c": "ZA=="},
                 "apiVersion": "v1", "kind": "ConfigMap"}
                """));
    }

    @Test
    void leavesOutWhatWasNotSet() {
        assertThat(read("apps/v1", "Deployment", field(2, "\50\0" + field(4, field(1, ""))))
                        .path("spec")
                        .isMissingNode())
                .isTrue();
        assertThat(read("apps/v1", "Deployment", field(2, "\10\0")).path("spec"))
                .isEqualTo(json("{\"replicas\": 0}"));
    }

    @Test
    void readsPortsThatAreNumbersOrNames() {
        String number = field(4, "\10\0\20\120\32\0");
        String name = field(4, "\10\1\20\0" + field(3, "web"));

        assertThat(read("v1", "Service", field(2, field(1, number) + field(1, name)))
                        .path("spec"))
                .isEqualTo(json("{\"ports\": [{\"targetPort\": 80}, {\"targetPort\": \"web\"}]}"));
    }

    @Test
    void rejectsFieldsItDoesNotKnow() {
        assertThatThrownBy(() -> read("v1", "ConfigMap", field(15, "x")))
                .isInstanceOfSatisfying(
                        ApiFailure.class, e -> assertThat(e.code()).isEqualTo(415))
                .hasMessageContaining("field 15 of a ConfigMap is not read in protobuf");
    }

    @Test
    void rejectsKindsItDoesNotKnow() {
        assertThatThrownBy(() -> read("v1", "Gadget", ""))
                .isInstanceOfSatisfying(
                        ApiFailure.class, e -> assertThat(e.code()).isEqualTo(415));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "k8s",
                "k8s\0\12",
                "k8s\0\22\177",
                "k8s\0\15",
                "k8s\0\12\200\200\200\200\200\200\200\200\200\200\200"
            })
    void rejectsMalformedBytes(String body) {
        assertThatThrownBy(() -> objects.read(body.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOfSatisfying(
                        ApiFailure.class, e -> assertThat(e.code()).isEqualTo(400));
    }

    private JsonNode read(String apiVersion, String kind, String message) {
        String envelope = field(1, field(1, apiVersion) + field(2, kind)) + field(2, message);
        return objects.read((MAGIC + envelope).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A field of wire type 2; number below 16 and content below 128 bytes. */
    private static String field(int number, String content) {
        return "" + (char) (number << 3 | 2) + (char) content.length() + content;
    }

    private static JsonNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
