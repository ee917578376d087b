package dev.hawser.proxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.hawser.proxy.routing.PathCheck.Kind;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathCheckTest {

    @ParameterizedTest
    @CsvSource({
        "/foo$, /foo, WHOLE",
        "/foo, /foo, EXPRESSION",
        "/robots\\.txt$, /robots.txt, WHOLE",
        "/foo\\$, /foo$, EXPRESSION",
        "/foo/(?<id>[0-9]+)/?, /foo/, EXPRESSION",
        "/foo*, /fo, EXPRESSION",
        "/fo{2}, /f, EXPRESSION",
        "/foo?$, /fo, EXPRESSION",
        "/foo\\.?, /foo, EXPRESSION",
        "/a|/b, '', EXPRESSION",
        "/(a|b)/c, '', EXPRESSION",
        "/?, '', EXPRESSION",
        "/\\d+, /, EXPRESSION",
        "/\\Qa.b\\E, /, EXPRESSION",
        "/ä, /, EXPRESSION",
        "(?i)/foo$, '', EXPRESSION",
        "/a$b, /a, EXPRESSION",
    })
    void knowsTheTextThatEveryMatchStartsWith(String expression, String literal, Kind kind) {
        assertThat(PathCheck.literalStart(expression)).isEqualTo(literal);
        assertThat(PathCheck.of(Pattern.compile(expression)).kind()).isEqualTo(kind);
    }

    @Test
    void neverMissesWhatTheExpressionMatches() {
        Random random = new Random(3);
        String pieces = "/ab.\\.*+?$(a)[b]{2}|^";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("/");
            for (int j = random.nextInt(6); j > 0; j--) {
                text.append(pieces.charAt(random.nextInt(pieces.length())));
            }
            Pattern pattern;
            try {
                pattern = Pattern.compile(text.toString());
            } catch (RuntimeException e) {
                continue;
            }
            String path = "/" + "aab./".substring(random.nextInt(5)) + "ab".substring(random.nextInt(2));
            Matcher matcher = pattern.matcher(path);
            int expected = matcher.lookingAt() ? matcher.end() : PathCheck.MISS;
            String literal = PathCheck.literalStart(text.toString());
            int found = path.startsWith(literal)
                    ? PathCheck.of(pattern).matchedLength(path, literal.length())
                    : PathCheck.MISS;
            assertThat(found).as("%s on %s", text, path).isEqualTo(expected);
        }
    }
}
