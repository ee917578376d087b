package dev.hawser.proxy.routing;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is left to be asked of a path that starts with a literal text.
 *
 * @param kind what it is
 * @param expression the expression, anchored at the start of the path; {@code null} for a plain prefix
 */
record PathCheck(Kind kind, @Nullable Pattern expression) {

    /** No match. */
    static final int MISS = -1;

    /** Characters that mean something else than themselves in an expression. */
    private static final String META = "\\.[](){}*+?^$|";

    private static final PathCheck PREFIX = new PathCheck(Kind.PREFIX, null);

    /** What is asked. */
    enum Kind {
        /** Nothing more. */
        PREFIX,
        /** That nothing follows. */
        WHOLE,
        /** That an expression matches. */
        EXPRESSION
    }

    static PathCheck prefix() {
        return PREFIX;
    }

    /** What to ask when an expression is looked up by the text that it {@link #literalStart starts with}. */
    static PathCheck of(Pattern expression) {
        String text = expression.pattern();
        int end = Start.of(text).end();
        boolean whole = end == text.length() - 1 && text.charAt(end) == '$';
        return new PathCheck(whole ? Kind.WHOLE : Kind.EXPRESSION, expression);
    }

    /**
     * The text that every match of an expression starts with: its characters up to the first that does not stand for
     * itself. Empty when there is an alternative, wherever.
     */
    static String literalStart(String expression) {
        return Start.of(expression).literal();
    }

    /**
     * The start of an expression.
     *
     * @param literal what it stands for
     * @param end where the rest begins
     */
    private record Start(String literal, int end) {

        static Start of(String expression) {
            StringBuilder literal = new StringBuilder();
            int at = 0;
            while (at < expression.length() && expression.indexOf('|') < 0) {
                int next = afterLiteral(expression, at);
                if (next == at || isQuantifier(expression, next)) {
                    break;
                }
                literal.append(expression.charAt(next - 1));
                at = next;
            }
            return new Start(literal.toString(), at);
        }
    }

    /** Where the next piece starts; the same place when the piece there does not stand for one character. */
    private static int afterLiteral(String expression, int at) {
        char c = expression.charAt(at);
        if (c != '\\') {
            // Others than ASCII may be halves of a character.
            return c < 0x80 && META.indexOf(c) < 0 ? at + 1 : at;
        }
        boolean escapesItself = at + 1 < expression.length()
                && expression.charAt(at + 1) < 0x80
                && !Character.isLetterOrDigit(expression.charAt(at + 1));
        return escapesItself ? at + 2 : at;
    }

    /** Whether what stands before may be left out or repeated. */
    private static boolean isQuantifier(String expression, int at) {
        return at < expression.length() && "*+?{".indexOf(expression.charAt(at)) >= 0;
    }

    /**
     * How many characters of a path match.
     *
     * @param literal the text that the path is known to start with
     * @return {@value #MISS} when it does not match
     */
    int matchedLength(String path, int literal) {
        if (expression == null) {
            return literal;
        }
        return switch (kind) {
            case PREFIX -> literal;
            case WHOLE -> path.length() == literal ? literal : MISS;
            case EXPRESSION -> {
                Matcher matcher = expression.matcher(path);
                yield matcher.lookingAt() ? matcher.end() : MISS;
            }
        };
    }
}
