package dev.hawser.server.playground.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.server.playground.api.resource.ApiFailure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcePathTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /api/v1/pods                                            | pods             | ''   | ''  | NONE
                    /api/v1/namespaces/team/pods                            | pods             | team | ''  | NONE
                    /api/v1/namespaces/team/pods/web                        | pods             | team | web | NONE
                    /api/v1/namespaces/team/pods/web/status                 | pods             | team | web | STATUS
                    /api/v1/namespaces                                      | namespaces       | ''   | ''  | NONE
                    /api/v1/namespaces/team                                 | namespaces       | ''   | team | NONE
                    /api/v1/namespaces/team/status                          | namespaces       | ''   | team | STATUS
                    /apis/apps/v1/namespaces/team/deployments/web/scale     | deployments.apps | team | web | SCALE
                    /apis/networking.k8s.io/v1/ingressclasses/kong          | ingressclasses.networking.k8s.io | '' | kong | NONE
                    """)
    void namesWhatIsServed(String path, String kind, String namespace, String name, String subresource) {
        ResourcePath parsed = ResourcePath.parse(path);

        assertThat(parsed.kind().qualifiedPlural()).isEqualTo(kind);
        assertThat(parsed.namespace()).isEqualTo(namespace);
        assertThat(parsed.name()).isEqualTo(name);
        assertThat(parsed.subresource().name()).isEqualTo(subresource);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/v1",
                "/api/v2/pods",
                "/api/v1/gadgets",
                "/apis/apps/v1",
                "/api/v1/pods/web",
                "/api/v1/namespaces/team/nodes",
                "/api/v1/namespaces/team/pods/web/log",
                "/api/v1/namespaces/team/services/web/scale",
                "/api/v1/namespaces/team/pods/web/status/more"
            })
    void knowsNothingElse(String path) {
        assertThatThrownBy(() -> ResourcePath.parse(path))
                .isInstanceOfSatisfying(
                        ApiFailure.class, e -> assertThat(e.code()).isEqualTo(404));
    }
}
