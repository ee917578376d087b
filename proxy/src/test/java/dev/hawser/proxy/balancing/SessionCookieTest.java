package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.proxy.FakeRequest;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCookieTest {

    private static final String A = "0f8fad5b-d9cb-869f-a165-70867728950e";
    private static final String B = "7c9e6679-7425-80de-944b-e07fc1f90ae7";
    private static final String GONE = "11111111-2222-8333-8444-555555555555";
    private static final SessionTable TABLE = new SessionTable(List.of(UUID.fromString(A), UUID.fromString(B)));

    private final SessionCookie cookie = new SessionCookie("session-id", "/");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "session-id=" + B,
                " session-id=" + B + " ",
                "\tsession-id\t=\t" + B + "\t",
                "a=b; session-id=" + B + "; c=d",
                "a=b;session-id=" + B + ";c=d",
                ";;; session-id=" + B + ";",
                "xsession-id=" + A + "; session-id=" + B,
                "session-id2=" + A + "; session-id=" + B,
                "session-ID=" + A + "; session-id=" + B,
                "session-id=" + GONE + "; session-id=" + B,
                "session-id; session-id=; session-id=" + B,
                "session-id=\"" + A + "\"; session-id=" + B,
                "session-id=7C9E6679-7425-80DE-944B-E07FC1F90AE7",
                "session-id=" + B + "; session-id=" + A,
                "a=\"x; session-id=" + B,
            })
    void findsTheFirstPresentSession(String line) {
        assertThat(cookie.find(FakeRequest.withCookies(line), TABLE)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "=",
                "session-id",
                "session-id=",
                "session-id=abc",
                "session-id=\"" + A + "\"",
                "session-id=" + A + "0",
                "session-id=0f8fad5bd9cb869fa16570867728950e",
                "session-id=0f8fad5b-d9cb-869f-a165-70867728950g",
                "session-id=0f8fad5b-d9cb-869f-a165_70867728950e",
                "session-id=" + A + " " + B,
                "other=" + A,
                "session-idx=" + A,
                "session=id=" + A,
                "Session-Id=" + A,
                "session-id:" + A,
            })
    void findsNoSession(String line) {
        assertThat(cookie.find(FakeRequest.withCookies(line), TABLE)).isEqualTo(SessionId.NO_SESSION);
    }

    @Test
    void tellsASessionThatIsGoneFromNone() {
        assertThat(cookie.find(FakeRequest.withCookies(), TABLE)).isEqualTo(SessionId.NO_SESSION);
        assertThat(cookie.find(FakeRequest.withCookies("session-id=" + GONE), TABLE))
                .isEqualTo(SessionId.UNKNOWN_SESSION);
        assertThat(cookie.find(FakeRequest.withCookies("session-id=" + GONE, "a=b"), TABLE))
                .isEqualTo(SessionId.UNKNOWN_SESSION);
    }

    @Test
    void looksThroughAllLines() {
        assertThat(cookie.find(FakeRequest.withCookies("a=b", "session-id=" + GONE, "session-id=" + A), TABLE))
                .isZero();
    }

    @Test
    void neverFailsOnAnyText() {
        Random random = new Random(4);
        String alphabet = "session-id=;;  \t\"=" + A;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder line = new StringBuilder();
            int length = random.nextInt(80);
            for (int j = 0; j < length; j++) {
                if (random.nextInt(8) == 0) {
                    line.append("session-id=");
                } else if (random.nextInt(8) == 0) {
                    line.append(A, 0, random.nextInt(37));
                } else {
                    line.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
            }
            assertThat(cookie.find(FakeRequest.withCookies(line.toString()), TABLE))
                    .as(line.toString())
                    .isBetween(SessionId.UNKNOWN_SESSION, 1);
        }
    }

    @Test
    void writesWhatTheResponseBrings() {
        assertThat(new SessionCookie("sid", "/shop").setCookie(UUID.fromString(A), false))
                .isEqualTo("sid=" + A + "; Path=/shop; HttpOnly; SameSite=Lax");
    }

    @ParameterizedTest
    @ValueSource(strings = {"__Host-sid", "__Secure-sid", "__host-sid"})
    void aNameThatPromisesSecureHasItOnEveryConnection(String name) {
        assertThat(new SessionCookie(name, "/").setCookie(UUID.fromString(A), false))
                .isEqualTo(name + "=" + A + "; Path=/; HttpOnly; SameSite=Lax; Secure");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a=b", "a;b", "a\r\nX: y", "ä", "a,b"})
    void refusesANameThatIsNoToken(String name) {
        assertThatThrownBy(() -> new SessionCookie(name, "/")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shop", "/a;Domain=x", "/a\r\nX: y", "/ä"})
    void refusesAPathThatCannotBeWritten(String path) {
        assertThatThrownBy(() -> new SessionCookie("sid", path)).isInstanceOf(IllegalArgumentException.class);
    }
}
