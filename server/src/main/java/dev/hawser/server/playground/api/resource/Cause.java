package dev.hawser.server.playground.api.resource;

/**
 * One field that keeps an object from being accepted, as {@code details.causes} of a {@code Status} carries it.
 *
 * @param field the path, such as {@code spec.rules[0].http.paths[0].pathType}
 * @param reason a machine-readable cause, such as {@code FieldValueRequired}
 * @param message what is wrong, beginning with the kind of mistake ({@code Required value})
 */
public record Cause(String field, String reason, String message) {

    public static Cause required(String field, String detail) {
        return new Cause(
                field, "FieldValueRequired", detail.isEmpty() ? "Required value" : "Required value: " + detail);
    }

    public static Cause invalid(String field, Object value, String detail) {
        return new Cause(field, "FieldValueInvalid", "Invalid value: " + quoted(value) + ": " + detail);
    }

    public static Cause unsupported(String field, String value, String supported) {
        return new Cause(
                field,
                "FieldValueNotSupported",
                "Unsupported value: " + quoted(value) + ": supported values: " + supported);
    }

    public static Cause duplicate(String field, String value) {
        return new Cause(field, "FieldValueDuplicate", "Duplicate value: " + quoted(value));
    }

    private static String quoted(Object value) {
        return value instanceof Number ? value.toString() : "\"" + value + "\"";
    }
}
