package dev.hawser.proxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathNormalizerTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a/b/c/./../../g, /a/g",
        "/mid/content=5/../6, /mid/6",
        "/foo/./bar, /foo/bar",
        "/foo/., /foo/",
        "/foo/.., /",
        "/foo/bar/.., /foo/",
        "/../.., /",
        "/../a, /a",
        "/., /",
        "/..., /...",
        "/.well-known/x, /.well-known/x",
        "/a/..b/.c, /a/..b/.c",
    })
    void removesDotSegments(String raw, String normal) {
        assertThat(PathNormalizer.normalize(raw)).isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource({"//, /", "/a//b, /a/b", "//a///b//, /a/b/", "/a//../b, /b", "/a/b//.., /a/"})
    void mergesSlashes(String raw, String normal) {
        assertThat(PathNormalizer.normalize(raw)).isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource({
        "/%61%7e%2D%2e%5f%5A, /a~-._Z",
        "/%2e%2e/secret, /secret",
        "/a/%2E/b, /a/b",
        "/a%2fb, /a%2Fb",
        "/%e4%b8%ad, /%E4%B8%AD",
        "/a%20b%3f, /a%20b%3F",
        "/%, /%",
        "/%4, /%4",
        "/%zz%41, /%zzA",
        "/%2541, /%2541",
        "/a%2f..%2fb, /a%2F..%2Fb",
    })
    void decodesUnreservedEscapesAndUpperCasesTheOthers(String raw, String normal) {
        assertThat(PathNormalizer.normalize(raw)).isEqualTo(normal);
    }

    @Test
    void isIdempotentOnEveryTwoEscapes() {
        for (int octet = 0; octet < 256; octet++) {
            String once = PathNormalizer.normalize(String.format("/a/%%%02x/..%%%02X/b", octet, octet));
            assertThat(PathNormalizer.normalize(once)).isEqualTo(once);
        }
    }

    @Test
    void returnsANormalPathItself() {
        String path = "/api/v1/users";
        assertThat(PathNormalizer.normalize(path)).isSameAs(path);
    }

    @Test
    void takesAnEmptyPathForTheRootAndLeavesTheAsteriskAlone() {
        assertThat(PathNormalizer.normalize("")).isEqualTo("/");
        assertThat(PathNormalizer.normalize("*")).isEqualTo("*");
    }
}
