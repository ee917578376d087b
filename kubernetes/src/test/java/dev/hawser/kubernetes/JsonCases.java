package dev.hawser.kubernetes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hawser.testing.SharedData;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cases in JSON files of the shared data, and how their values are bound to types. */
public final class JsonCases {

    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    private JsonCases() {}

    /** The entries of {@code cases} in a file of the shared data; leaves the test out when it is not there. */
    public static List<Map<String, Object>> cases(String path) throws IOException {
        Optional<Path> found = SharedData.find(path);
        assumeTrue(found.isPresent(), () -> path + " is not there: its cases are left out");
        Map<String, Object> file = map(JSON.unmarshal(Files.readString(found.orElseThrow()), Map.class));
        return list(file.get("cases")).stream().map(JsonCases::map).toList();
    }

    /** Binds a JSON value to a type. */
    public static <T> T bind(Object value, Class<T> type) {
        return JSON.convertValue(value, type);
    }

    public static <T> List<T> bindAll(@Nullable Object values, Class<T> type) {
        return values == null
                ? List.of()
                : list(values).stream().map(value -> bind(value, type)).toList();
    }

    @SuppressWarnings("unchecked") // JSON objects have no other keys
    public static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked") // the elements are checked when they are used
    public static List<Object> list(@Nullable Object value) {
        return (List<Object>) Objects.requireNonNull(value);
    }
}
