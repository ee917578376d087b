package dev.hawser.proxy.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.config.Algorithm;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.HashInput;
import dev.hawser.config.Healthchecks;
import dev.hawser.config.StickySessions;
import dev.hawser.config.Upstream;
import dev.hawser.config.validation.ConfigValidator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * A configuration that validation took and the gateway refuses would stand still for everybody: both must refuse the
 * same values.
 */
class ConfigCheckTest {

    /** Where a value goes, with what the value has to start with there. */
    record Field(String name, String start, Function<String, Upstream> upstream) {

        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Field> FIELDS = List.of(
            new Field("value of a probe's header", "v", value -> probed("/", Map.of("x-probe", List.of("ok", value)))),
            new Field("name of a probe's header", "x", value -> probed("/", Map.of(value, List.of("v")))),
            new Field("path of a probe", "/", value -> probed(value, Map.of())),
            new Field("name of the session's cookie", "s", value -> sticky(value, "/")),
            new Field("path of the session's cookie", "/", value -> sticky("session-id", value)),
            new Field("name of the hashed cookie", "h", value -> hashing(value, "/")),
            new Field("path of the hashed cookie", "/", value -> hashing("hash", value)));

    @ParameterizedTest
    @FieldSource("FIELDS")
    void whatValidationAcceptsCompiles(Field field) {
        assertThat(accepted(field.upstream().apply(field.start()))).isTrue();
        Stream<String> edges = Stream.concat(
                // Every character of ASCII and Latin-1, and what lies beyond.
                IntStream.concat(IntStream.range(0, 0x100), IntStream.of(0x2028, 0xD800, 0x1F680))
                        .mapToObj(c -> field.start() + Character.toString(c) + "z"),
                Stream.of("", " ", field.start() + " ", field.start() + "\t", "%", field.start() + "%41", "//"));
        edges.forEach(value -> {
            Upstream upstream = field.upstream().apply(value);
            if (accepted(upstream)) {
                assertThatCode(() -> compile(upstream))
                        .as("%s: '%s'", field, value)
                        .doesNotThrowAnyException();
            }
        });
    }

    /** What can end a line or an attribute is refused by both. */
    @ParameterizedTest
    @FieldSource("FIELDS")
    void lineEndsAreRefusedByValidationAndByTheGateway(Field field) {
        Upstream upstream = field.upstream().apply(field.start() + "\r\nz");
        assertThat(accepted(upstream)).isFalse();
        assertThatThrownBy(() -> compile(upstream)).isInstanceOf(RejectedConfigException.class);
    }

    private static boolean accepted(Upstream upstream) {
        return ConfigValidator.validate(config(upstream)).isEmpty();
    }

    private static void compile(Upstream upstream) throws RejectedConfigException {
        var _ = new SnapshotCompiler().compile(config(upstream), RuntimeSnapshot.empty());
    }

    private static GatewayConfig config(Upstream upstream) {
        return new GatewayConfig(List.of(), List.of(), List.of(upstream), List.of());
    }

    private static Upstream probed(String path, Map<String, List<String>> headers) {
        return Upstream.builder("app")
                .healthchecks(new Healthchecks(
                        new Healthchecks.Active(null, null, null, path, null, null, headers, null, null), null, null))
                .build();
    }

    private static Upstream sticky(String cookie, String path) {
        return Upstream.builder("app")
                .algorithm(Algorithm.STICKY_SESSIONS)
                .stickySessions(new StickySessions(cookie, path))
                .build();
    }

    private static Upstream hashing(String cookie, String path) {
        return Upstream.builder("app")
                .algorithm(Algorithm.CONSISTENT_HASHING)
                .hashOn(new HashInput.Cookie(cookie, path))
                .build();
    }
}
