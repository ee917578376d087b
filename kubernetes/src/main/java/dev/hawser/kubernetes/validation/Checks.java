package dev.hawser.kubernetes.validation;

import dev.hawser.config.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with one object, in the words of the Kubernetes API server. A value that is {@code null} was
 * left out and breaks none of these. Used by one thread.
 */
final class Checks {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final List<Violation> violations = new ArrayList<>();

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    void add(String path, String message) {
        violations.add(new Violation(path, message));
    }

    void invalid(String path, String value, String expected) {
        add(path, "Invalid value: \"" + value + "\": " + expected);
    }

    void required(String path) {
        add(path, "Required value");
    }

    void oneOf(String path, @Nullable String value, List<String> allowed) {
        if (value != null && !allowed.contains(value)) {
            String supported = allowed.stream().map(each -> '"' + each + '"').collect(Collectors.joining(", "));
            add(path, "Unsupported value: \"" + value + "\": supported values: " + supported);
        }
    }

    void range(String path, @Nullable Number value, long min, long max) {
        if (value == null) {
            return;
        }
        if (value.longValue() < min) {
            add(path, "Invalid value: " + value + ": " + path + " in body should be greater than or equal to " + min);
        } else if (value.longValue() > max) {
            add(path, "Invalid value: " + value + ": " + path + " in body should be less than or equal to " + max);
        }
    }

    void matches(String path, @Nullable String value, Pattern pattern) {
        if (value != null && !pattern.matcher(value).matches()) {
            invalid(path, value, path + " in body should match '" + pattern + "'");
        }
    }

    void notEmpty(String path, @Nullable String value) {
        if (value != null && value.isEmpty()) {
            invalid(path, value, path + " in body should be at least 1 chars long");
        }
    }

    /** A token of RFC 9110 section 5.6.2: the name of a header field or a cookie. */
    void token(String path, @Nullable String value) {
        if (value != null && !value.isEmpty() && !TOKEN.matcher(value).matches()) {
            invalid(path, value, path + " in body should be a token (RFC 9110 section 5.6.2)");
        }
    }

    /** A value that can stand as an attribute of a cookie, RFC 6265 section 4.1.1. */
    void cookieAttribute(String path, @Nullable String value) {
        if (value != null && value.chars().anyMatch(c -> c == ';' || c < ' ' || c >= 0x7F)) {
            invalid(path, value, path + " in body should have no ';', control or non-ASCII character");
        }
    }
}
