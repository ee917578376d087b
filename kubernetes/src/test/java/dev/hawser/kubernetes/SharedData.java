package dev.hawser.kubernetes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The folder of data that lies beside the repository and need not be there. */
public final class SharedData {

    private static final Path FOLDER = Path.of("..", "..", "shared");
    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    private SharedData() {}

    /** A file or folder of it; leaves the test out when it is not there. */
    public static Path require(String path) {
        Path file = FOLDER.resolve(path);
        assumeTrue(Files.exists(file), () -> file + " is not there: its cases are left out");
        return file;
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entries of {@code cases} in a JSON file of it. */
    public static List<Map<String, Object>> cases(String path) {
        Map<String, Object> file = map(JSON.unmarshal(text(require(path)), Map.class));
        return list(file.get("cases")).stream().map(SharedData::map).toList();
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
