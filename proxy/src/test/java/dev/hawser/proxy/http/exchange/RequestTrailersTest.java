package dev.hawser.proxy.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.MessageEnd;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 6.5.1. */
class RequestTrailersTest {

    private static MessageEnd endToEnd(String name) {
        Fields head = Fields.create().add("Connection", "X-Hop");
        return RequestTrailers.endToEnd(new MessageEnd(Fields.create().add(name, "1")), head);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "x-real-ip",
                "X-Forwarded-For",
                "X-Forwarded-Anything",
                "X-Kong-Request-Id",
                "Via",
                "Forwarded",
                "Authorization",
                "COOKIE",
                "Content-Type",
                "Connection",
                "TE",
                "X-Hop",
            })
    void dropsWhatBelongsIntoTheHeadOrComesFromHere(String name) {
        assertThat(endToEnd(name)).isEqualTo(MessageEnd.PLAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Checksum", "grpc-status", "Digest"})
    void keepsOthers(String name) {
        assertThat(Objects.requireNonNull(endToEnd(name).trailers()).first(name))
                .isEqualTo("1");
    }

    @Test
    void leavesAnEndWithoutTrailersAlone() {
        assertThat(RequestTrailers.endToEnd(MessageEnd.PLAIN, Fields.create())).isSameAs(MessageEnd.PLAIN);
    }
}
