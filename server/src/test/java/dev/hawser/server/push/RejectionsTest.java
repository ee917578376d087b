package dev.hawser.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Problem;
import dev.hawser.kubernetes.Problem.Reason;
import org.junit.jupiter.api.Test;

class RejectionsTest {

    private static final String BODY = """
            {"code": 14, "name": "invalid declarative configuration",
             "message": "declarative config is invalid: {}",
             "flattened_errors": [
              {"entity_type": "service", "entity_name": "default.web.80",
               "entity_tags": ["k8s-name:web", "k8s-namespace:default", "k8s-kind:Service", "k8s-uid:1"],
               "errors": [{"type": "field", "field": "path", "message": "value must be null"},
                          {"type": "entity", "message": "failed conditional validation"}]},
              {"entity_type": "route", "entity_tags": ["team:a"],
               "errors": [{"type": "entity", "message": "of nobody"}]}]}""";

    @Test
    void entitiesAreMappedToTheObjectsThatTheirTagsName() {
        ObjectKey web = new ObjectKey("Service", "default", "web");

        assertThat(Rejections.read(BODY).problems())
                .containsExactly(
                        new Problem(
                                web, Reason.REJECTED_BY_GATEWAY, "service default.web.80: path: value must be null"),
                        new Problem(
                                web,
                                Reason.REJECTED_BY_GATEWAY,
                                "service default.web.80: failed conditional validation"));
        assertThat(Rejections.read(BODY).message()).isEqualTo("declarative config is invalid: {}");
    }

    @Test
    void aBodyThatIsNoJsonIsKept() {
        PushAnswer.Rejected rejected = Rejections.read("<html>");

        assertThat(rejected.problems()).isEmpty();
        assertThat(rejected.body()).isEqualTo("<html>");
    }

    @Test
    void privateKeysAreTakenOutOfMessages() {
        String key = "-----BEGIN EC PRIVATE KEY-----\\nMHcC\\n-----END EC PRIVATE KEY-----";

        assertThat(Rejections.read("{\"message\": \"bad: " + key + " it is\"}").message())
                .isEqualTo("bad: REDACTED it is");
        assertThat(PrivateKeys.redact("x -----BEGIN PRIVATE KEY-----\nMHcC")).isEqualTo("x REDACTED");
    }
}
