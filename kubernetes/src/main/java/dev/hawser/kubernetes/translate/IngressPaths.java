package dev.hawser.kubernetes.translate;

import dev.hawser.kubernetes.IngressClassParameters;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns the path of an Ingress into the paths of a route that match as its type says.
 *
 * @param regexPrefix what a path of type ImplementationSpecific starts with to be a regular expression
 * @param legacyDetection whether one that looks like an expression is one even without that
 */
record IngressPaths(String regexPrefix, LegacyDetection legacyDetection) {

    static final String DEFAULT_REGEX_PREFIX = "/~";

    /** Whether expressions are found by how they look, as Kong 2 did. */
    enum LegacyDetection {
        ON,
        OFF;

        static LegacyDetection of(IngressClassParameters.Spec parameters) {
            return Boolean.TRUE.equals(parameters.enableLegacyRegexDetection()) ? ON : OFF;
        }
    }

    private static final Pattern SLASHES = Pattern.compile("//+");
    private static final Pattern OUTER_SLASHES = Pattern.compile("^/+|/+$");
    private static final Pattern LEADING_SLASHES = Pattern.compile("^/+");
    private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9.\\-_~/%]*");
    private static final Pattern META = Pattern.compile("[\\\\.+*?()|\\[\\]{}^$]");

    /**
     * The paths of the route.
     *
     * @param path the path of the Ingress; {@code null} counts as empty
     * @param pathType {@code Prefix}, {@code Exact} or {@code ImplementationSpecific}; {@code null} counts as the last
     * @throws IllegalArgumentException when the type is another
     */
    List<String> of(@Nullable String path, @Nullable String pathType) {
        String flat = SLASHES.matcher(path == null ? "" : path).replaceAll("/");
        return switch (pathType == null ? "ImplementationSpecific" : pathType) {
            case "Prefix" -> prefix(OUTER_SLASHES.matcher(flat).replaceAll(""));
            case "Exact" -> List.of("~/" + literal(LEADING_SLASHES.matcher(flat).replaceAll("")) + "$");
            case "ImplementationSpecific" -> List.of(implementationSpecific(flat));
            default ->
                throw new IllegalArgumentException(
                        "pathType: \"" + pathType + "\" (expected: one of Exact, Prefix, ImplementationSpecific)");
        };
    }

    private static List<String> prefix(String base) {
        return base.isEmpty() ? List.of("/") : List.of("/" + base + "/", "~/" + literal(base) + "$");
    }

    private String implementationSpecific(String path) {
        if (path.isEmpty()) {
            return "/";
        }
        if (path.startsWith(regexPrefix)) {
            return "~" + path.substring(regexPrefix.length());
        }
        boolean looksLikeRegex = !PLAIN.matcher(path).matches() && !path.startsWith("~");
        return legacyDetection == LegacyDetection.ON && looksLikeRegex ? "~" + path : path;
    }

    /** An expression that matches just this text: the paths of these types are not expressions. */
    private static String literal(String text) {
        return META.matcher(text).replaceAll("\\\\$0");
    }
}
