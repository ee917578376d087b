package dev.hawser.proxy.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.balancing.SessionOutcome;
import dev.hawser.proxy.http.exchange.ProxyFailure;
import dev.hawser.proxy.http.exchange.RefusedRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LineFormatTest {

    private static final Instant TIME = Instant.parse("2026-02-03T23:05:06.000789Z");
    private static final RefusedRequest REFUSED = new RefusedRequest(
            ProxyFailure.MALFORMED_REQUEST, 400, "2001:db8::1", "ff".repeat(16), 17, 250, 55, 2_000_000, 0);

    private final SampleExchange exchange = new SampleExchange();
    private final AccessEntry entry = new AccessEntry();

    private String line(AccessLogFormat format) {
        entry.fill(exchange);
        return written(format);
    }

    private String written(AccessLogFormat format) {
        LogTime time = new LogTime(ZoneOffset.ofHours(2));
        time.set(TimeUnit.SECONDS.toMicros(TIME.getEpochSecond()) + 789);
        LineBuffer to = new LineBuffer();
        format.lines().write(entry, time, to);
        return to.toString();
    }

    private JsonNode json() {
        return JsonMapper.shared().readTree(line(AccessLogFormat.JSON));
    }

    @Test
    void kongsFormatIsTheCombinedOneWithTheRequestId() {
        exchange.referer = "https://shop.example.com/".getBytes(StandardCharsets.ISO_8859_1);
        String combined = "192.0.2.7 - - [04/Feb/2026:01:05:06 +0200] \"GET /cart/1?colour=red HTTP/1.1\" 200 42 "
                + "\"https://shop.example.com/\" \"curl/8.9\"";

        assertThat(line(AccessLogFormat.COMBINED)).isEqualTo(combined);
        assertThat(line(AccessLogFormat.KONG))
                .isEqualTo(combined + " kong_request_id: \"0123456789abcdef0123456789abcdef\"");
    }

    @Test
    void jsonHasEverything() {
        assertThat(line(AccessLogFormat.JSON)).isEqualTo("""
                {"time":"2026-02-03T23:05:06.000789Z","client":"192.0.2.7","method":"GET","scheme":"https",\
                "host":"shop.example.com","path":"/cart/1","query":"colour=red","protocol":"HTTP/1.1","status":200,\
                "bytes_received":120,"bytes_sent":340,"route":"shop.cart","service":"cart","upstream":"cart.svc",\
                "endpoint":"10.0.0.7:8080","session":"stuck","tries":1,\
                "request_id":"0123456789abcdef0123456789abcdef","failure":null,"user_agent":"curl/8.9","referer":null,\
                "timings_ms":{"accepted":-1234.567,"routed":0.031,"endpoint_chosen":0.040,"connected":0.250,\
                "request_sent":0.260,"response_started":5.100,"completed":5.432}}""");
    }

    @Test
    void aRequestThatWasRefusedHasNoMoreThanIsKnown() {
        entry.fill(REFUSED);

        assertThat(written(AccessLogFormat.COMBINED))
                .isEqualTo("2001:db8::1 - - [04/Feb/2026:01:05:06 +0200] \"-\" 400 55 \"-\" \"-\"");
        assertThat(written(AccessLogFormat.JSON)).isEqualTo("""
                {"time":"2026-02-03T23:05:06.000789Z","client":"2001:db8::1","method":null,"scheme":null,"host":null,\
                "path":null,"query":null,"protocol":null,"status":400,"bytes_received":17,"bytes_sent":250,\
                "route":null,"service":null,"upstream":null,"endpoint":null,"session":"none","tries":0,\
                "request_id":"ffffffffffffffffffffffffffffffff","failure":"malformed_request","user_agent":null,\
                "referer":null,"timings_ms":{"accepted":-2.000,"routed":null,"endpoint_chosen":null,"connected":null,\
                "request_sent":null,"response_started":null,"completed":null}}""");
    }

    @Test
    void anEntryShowsNothingOfTheOneBefore() {
        entry.fill(exchange);
        entry.clear();
        entry.fill(REFUSED);
        String fresh = written(AccessLogFormat.JSON);

        AccessEntry never = new AccessEntry();
        never.fill(REFUSED);
        LogTime time = new LogTime(ZoneOffset.UTC);
        time.set(TimeUnit.SECONDS.toMicros(TIME.getEpochSecond()) + 789);
        LineBuffer expected = new LineBuffer();
        AccessLogFormat.JSON.lines().write(never, time, expected);
        assertThat(fresh).isEqualTo(expected.toString());
    }

    @Test
    void theIdThatIsASessionIsNowhere() {
        for (AccessLogFormat format : AccessLogFormat.values()) {
            assertThat(line(format)).doesNotContain(SampleExchange.TARGET_ID.toString());
        }
    }

    @Test
    void aClientThatLeftWithoutAResponseIsTold() {
        exchange.status = 0;
        exchange.failure = ProxyFailure.CLIENT_GONE;
        exchange.session = SessionOutcome.NEW;

        assertThat(json().path("status").asInt()).isEqualTo(499);
        assertThat(json().path("failure").asString()).isEqualTo("client_gone");
        assertThat(json().path("session").asString()).isEqualTo("new");
        assertThat(line(AccessLogFormat.COMBINED)).contains("\" 499 42 ");
    }

    @Test
    void aRequestThatMatchedNoRouteSaysSo() {
        exchange.route = null;
        exchange.endpoint = null;
        exchange.session = SessionOutcome.NONE;

        JsonNode line = json();
        for (String unknown : new String[] {"route", "service", "upstream", "endpoint"}) {
            assertThat(line.path(unknown).isNull()).as(unknown).isTrue();
        }
        assertThat(line.path("timings_ms").path("connected").isNull()).isTrue();
    }

    /** Every octet that a field of a request can have, and those that it cannot. */
    @Test
    void nothingThatAClientSendsBreaksOutOfItsPlace() {
        byte[] all = new byte[256];
        IntStream.range(0, 256).forEach(octet -> all[octet] = (byte) octet);
        exchange.userAgent = all;
        exchange.referer = "\" 200 0 \"-\" \"forged\r\n192.0.2.1 - -".getBytes(StandardCharsets.ISO_8859_1);
        exchange.target = "/a\"b\\c\u0001\n\u007f\u00e9";
        exchange.host = "h\"\n";
        for (AccessLogFormat format : AccessLogFormat.values()) {
            assertThat(line(format)).as(format.name()).matches("[ -~]+");
        }

        assertThat(line(AccessLogFormat.COMBINED))
                .contains("\"GET /a\\x22b\\x5Cc\\x01\\x0A\\x7F\\xE9 HTTP/1.1\" 200 42 "
                        + "\"\\x22 200 0 \\x22-\\x22 \\x22forged\\x0D\\x0A192.0.2.1 - -\" \"\\x00\\x01");
        assertThat(json().path("path").asString()).isEqualTo("/a\"b\\c\u0001\n\u007f\u00e9");
        assertThat(json().path("host").asString()).isEqualTo("h\"\n");
        assertThat(json().path("user_agent").asString()).isEqualTo(new String(all, StandardCharsets.UTF_8));
    }

    @Test
    void jsonReadsFieldsAsUtf8AndMarksWhatIsNone() {
        exchange.userAgent = "Füllfeder \uD83D\uDD8B".getBytes(StandardCharsets.UTF_8);
        assertThat(line(AccessLogFormat.JSON)).contains("\"user_agent\":\"F\\u00FCllfeder \\uD83D\\uDD8B\"");

        exchange.userAgent = new byte[] {'a', (byte) 0xc3, 'b'};
        assertThat(line(AccessLogFormat.JSON)).contains("\"user_agent\":\"a\\uFFFDb\"");
    }

    @Test
    void longFieldsAreCutAndEmptyOnesAreNotMissing() {
        exchange.userAgent = "x".repeat(5000).getBytes(StandardCharsets.ISO_8859_1);
        exchange.referer = "y".repeat(5000).getBytes(StandardCharsets.ISO_8859_1);
        exchange.target = "/" + "z".repeat(20_000);
        JsonNode line = json();
        assertThat(line.path("user_agent").asString()).isEqualTo("x".repeat(AccessEntry.FIELD_BYTES));
        assertThat(line.path("referer").asString()).isEqualTo("y".repeat(AccessEntry.FIELD_BYTES));
        assertThat(line.path("path").asString()).hasSize(AccessEntry.TARGET_CHARACTERS);

        exchange.userAgent = new byte[0];
        exchange.referer = null;
        assertThat(line(AccessLogFormat.COMBINED)).endsWith("\"-\" \"\"");
        assertThat(json().path("user_agent").asString()).isEmpty();
    }

    @Test
    void aRouteWithoutANameIsKnownByItsId() {
        exchange.route = SampleExchange.route(null);
        assertThat(json().path("route").asString()).isEqualTo("00000000-0000-4000-8000-000000000001");
    }
}
