package dev.hawser.kubernetes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lists of API objects, which are {@code null} where an API server writes {@code null} for an empty one. */
public final class ApiLists {

    private ApiLists() {}

    public static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
