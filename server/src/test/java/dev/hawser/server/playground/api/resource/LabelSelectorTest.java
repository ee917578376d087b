package dev.hawser.server.playground.api.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {

    private static final Map<String, String> LABELS = Map.of("app", "web", "tier", "front", "example.com/a", "");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "app",
                "app=web",
                "app==web",
                "app!=db",
                "other!=x",
                "!other",
                "example.com/a=",
                "app in (db, web)",
                "app notin (db)",
                "other notin (x)",
                "app=web,tier in (front,back),!other"
            })
    void selectsLabels(String selector) {
        assertThat(LabelSelector.parse(selector).test(LABELS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other",
                "app=db",
                "app!=web",
                "!app",
                "app in (db)",
                "other in (x)",
                "app notin (web,db)",
                "app=web,tier=back"
            })
    void passesOverLabels(String selector) {
        assertThat(LabelSelector.parse(selector).test(LABELS)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"app in web", "=web", "app=web=x", "app in (a", "app web"})
    void rejectsWhatIsNoSelector(String selector) {
        assertThatThrownBy(() -> LabelSelector.parse(selector))
                .isInstanceOfSatisfying(
                        ApiFailure.class, e -> assertThat(e.code()).isEqualTo(400));
    }
}
