package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hawser.proxy.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any text as a Cookie field: what is found is what taking pair after pair finds. The build runs it over some seeds; {@code
 * proxy/fuzz} goes on from there.
 */
class SessionCookieFuzzTest {

    private static final String A = "daafd836-e0fc-81c6-b6bf-dfb32c21bc07";
    private static final String B = "00000000-0000-8000-8000-000000000000";
    private static final String GONE = "ffffffff-ffff-8fff-bfff-ffffffffffff";
    private static final List<UUID> IDS = List.of(UUID.fromString(A), UUID.fromString(B));
    private static final SessionTable TABLE = new SessionTable(IDS);
    private static final Pattern ID =
            Pattern.compile("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}");
    /** One that can overlap with itself, and one as it is used. */
    private static final List<String> NAMES = List.of("aa", "session-id");

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "",
                        "session-id=" + A,
                        "a=b; session-id=" + B + "; c=d",
                        "session-id=" + GONE + ";session-id=" + A,
                        "session-id\t=\t" + A.toUpperCase(Locale.ROOT) + " ;",
                        "session-id=\"" + A + "\"",
                        "session-id=session-id=" + A,
                        "x-session-id=" + A + "; session-id=" + A + "x",
                        "aaa=" + A + ";a;aa;aa=;aa =" + B,
                        ";;=;aa=" + A.replace('-', '_'),
                        "\u00e9=\u00e9; session-id=" + A.replace('d', '\u00ff'))
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @MethodSource("seeds")
    @FuzzTest
    void findsWhatTakingPairAfterPairFinds(byte[] octets) {
        String line = new String(octets, StandardCharsets.ISO_8859_1);
        for (String name : NAMES) {
            SessionCookie cookie = new SessionCookie(name, "/");
            assertThat(cookie.find(FakeRequest.withCookies(line), TABLE))
                    .as("%s in: %s", name, line)
                    .isEqualTo(expected(name, line));
            // Browsers send one field; several are as one (RFC 9113 section 8.2.3).
            assertThat(cookie.find(FakeRequest.withCookies(line.split(";", -1)), TABLE))
                    .as("%s in the pieces of: %s", name, line)
                    .isEqualTo(expected(name, line));
        }
    }

    private static int expected(String name, String line) {
        int result = SessionId.NO_SESSION;
        for (String pair : line.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals >= 0 && trimmed(pair.substring(0, equals)).equals(name)) {
                String value = trimmed(pair.substring(equals + 1));
                if (ID.matcher(value).matches()) {
                    int place = IDS.indexOf(UUID.fromString(value));
                    if (place >= 0) {
                        return place;
                    }
                    result = SessionId.UNKNOWN_SESSION;
                }
            }
        }
        return result;
    }

    /** Without the blanks around it, which are spaces and tabs only. */
    private static String trimmed(String text) {
        return text.replaceAll("^[ \t]+|[ \t]+$", "");
    }
}
