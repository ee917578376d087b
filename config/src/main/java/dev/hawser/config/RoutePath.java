package dev.hawser.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A path of a route: a plain prefix, or after a {@code ~} a regular expression that is anchored at the start of the
 * request's path but not at its end.
 *
 * <p>Expressions are RE2's, which match in linear time; what only backtracking engines can do (back-references,
 * look-around, possessive quantifiers) is refused.
 */
public sealed interface RoutePath {

    /** The path as it was configured, with the {@code ~} of a regular expression. */
    String text();

    /** Matches a request path that starts with these characters. */
    record Prefix(String text) implements RoutePath {}

    /** Matches a request path whose beginning the expression matches. */
    record Regex(String text, Pattern pattern) implements RoutePath {}

    /**
     * Parses a configured path.
     *
     * @throws IllegalArgumentException when it is neither a path nor a regular expression; the message says why
     */
    static RoutePath parse(String text) {
        if (!text.startsWith("~")) {
            if (!text.startsWith("/")) {
                throw new IllegalArgumentException("should start with: / (fixed path) or ~/ (regex path)");
            }
            return new Prefix(text);
        }
        String expression = text.substring(1);
        if (!expression.startsWith("/")) {
            throw new IllegalArgumentException("should start with: / (fixed path) or ~/ (regex path)");
        }
        try {
            return new Regex(text, Pattern.compile(expression));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "invalid regex: '" + expression + "' (" + e.getDescription() + ": " + e.getPattern() + ")", e);
        }
    }
}
