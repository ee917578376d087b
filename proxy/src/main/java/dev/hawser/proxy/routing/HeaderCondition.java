package dev.hawser.proxy.routing;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a route asks of one header field: any line of it equals one of the values, or contains what an expression
 * matches. Case never matters.
 */
final class HeaderCondition {

    private static final String EXPRESSION_MARK = "~*";

    private final String name;
    private final List<String> values;
    private final List<Pattern> expressions;

    private HeaderCondition(String name, List<String> values, List<Pattern> expressions) {
        this.name = name;
        this.values = List.copyOf(values);
        this.expressions = List.copyOf(expressions);
    }

    /**
     * @param values the values as configured; one that starts with {@code ~*} is an expression (RE2)
     * @throws IllegalArgumentException when an expression cannot be read; the message says why
     */
    static HeaderCondition of(String name, List<String> values) {
        List<String> plain = new ArrayList<>();
        List<Pattern> expressions = new ArrayList<>();
        for (String value : values) {
            if (value.startsWith(EXPRESSION_MARK)) {
                expressions.add(compile(value.substring(EXPRESSION_MARK.length())));
            } else {
                plain.add(value);
            }
        }
        return new HeaderCondition(name, plain, expressions);
    }

    private static Pattern compile(String expression) {
        try {
            return Pattern.compile(expression, Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "invalid regex: '" + expression + "' (" + e.getDescription() + ": " + e.getPattern() + ")", e);
        }
    }

    String name() {
        return name;
    }

    /** Whether one of the lines of the field will do. */
    boolean matches(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (takes(lines.get(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean takes(String line) {
        for (String value : values) {
            if (value.equalsIgnoreCase(line)) {
                return true;
            }
        }
        for (Pattern expression : expressions) {
            if (expression.matcher(line).find()) {
                return true;
            }
        }
        return false;
    }
}
