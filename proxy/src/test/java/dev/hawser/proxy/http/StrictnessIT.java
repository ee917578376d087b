package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.RawExchange.Message;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that break the rules, or can be read in two ways, are refused and their connection is closed. */
class StrictnessIT {

    private static final ScriptedOrigin ORIGIN =
            ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    private static final TestGateway GATEWAY = TestGateway.to(ORIGIN.endpoint());

    @BeforeAll
    static void start() throws Exception {
        assertThat(GATEWAY.exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\n").status())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        GATEWAY.close();
        ORIGIN.close();
    }

    @ParameterizedTest(name = "{1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400 | RFC 9112 section 3.2, no Host | GET / HTTP/1.1~~",
                "400 | RFC 9112 section 3.2, two Hosts | GET / HTTP/1.1~Host: a~Host: a~~",
                "400 | RFC 9112 section 3.2, bad Host | GET / HTTP/1.1~Host: a/b~~",
                "400 | RFC 9112 section 3.2, Host with user | GET / HTTP/1.1~Host: u@a~~",
                "400 | RFC 9110 section 4.2.1, port too large | GET / HTTP/1.1~Host: a:99999~~",
                "400 | RFC 9112 section 3, no target | GET  HTTP/1.1~Host: a~~",
                "400 | RFC 9112 section 3.2, space in target | GET /a b HTTP/1.1~Host: a~~",
                "400 | RFC 9112 section 3.2, no form of a target | GET a/b HTTP/1.1~Host: a~~",
                "400 | RFC 9112 section 3.2, fragment | GET /a#b HTTP/1.1~Host: a~~",
                "400 | RFC 9112 section 3.2.4, asterisk without OPTIONS | GET * HTTP/1.1~Host: a~~",
                "400 | RFC 9112 section 3.2.2, other scheme | GET ftp://a/ HTTP/1.1~Host: a~~",
                "400 | RFC 9112 section 3.2.2, no host in target | GET http:///a HTTP/1.1~Host: a~~",
                "405 | RFC 9110 section 9.3.6, CONNECT | CONNECT a:1 HTTP/1.1~Host: a~~",
                "405 | RFC 9110 section 9.3.8, TRACE | TRACE / HTTP/1.1~Host: a~~",
                "400 | RFC 9110 section 5.1, space before colon | GET / HTTP/1.1~Host : a~~",
                "400 | RFC 9110 section 5.1, name with a bad character | GET / HTTP/1.1~Host: a~X(y): 1~~",
                "400 | RFC 9110 section 5.5, NUL in a value | GET / HTTP/1.1~Host: a~X: 1\0~~",
                "400 | RFC 9112 section 5.2, folded field | GET / HTTP/1.1~Host: a~X: 1~ 2~~",
                "400 | RFC 9112 section 5.2, folded by a tab | POST / HTTP/1.1~Host: a~X: 1~	2~Content-Length: 1~~a",
                "400 | RFC 9112 section 2.2, indented first field | GET / HTTP/1.1~ X: 1~Host: a~~",
                "400 | RFC 9112 section 5, line without colon | GET / HTTP/1.1~Host: a~nothing~~",
                "400 | RFC 9112 section 6.3, length and coding | POST / HTTP/1.1~Host: a~Content-Length: 3~Transfer-Encoding: chunked~~0~~",
                "400 | RFC 9112 section 6.3, lengths that differ | POST / HTTP/1.1~Host: a~Content-Length: 3~Content-Length: 4~~abc",
                "400 | RFC 9112 section 6.3, list of lengths | POST / HTTP/1.1~Host: a~Content-Length: 3, 4~~abc",
                "400 | RFC 9110 section 8.6, negative length | POST / HTTP/1.1~Host: a~Content-Length: -3~~abc",
                "400 | RFC 9110 section 8.6, signed length | POST / HTTP/1.1~Host: a~Content-Length: +3~~abc",
                "400 | RFC 9110 section 8.6, no number | POST / HTTP/1.1~Host: a~Content-Length: three~~abc",
                "400 | RFC 9112 section 6.1, chunked is not last | POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked, gzip~~0~~",
                "501 | RFC 9112 section 6.1, unknown coding before chunked | POST / HTTP/1.1~Host: a~Transfer-Encoding: gzip, chunked~~0~~",
                "501 | RFC 9112 section 6.1, unknown coding line | POST / HTTP/1.1~Host: a~Transfer-Encoding: gzip~Transfer-Encoding: chunked~~0~~",
                "400 | RFC 9112 section 6.1, unknown coding alone | POST / HTTP/1.1~Host: a~Transfer-Encoding: gzip~~0~~",
                "400 | RFC 9112 section 6.1, coding in HTTP/1.0 | POST / HTTP/1.0~Host: a~Transfer-Encoding: chunked~~0~~",
                "400 | RFC 9112 section 7.1, bad chunk size | POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~~xyz~~",
                "400 | RFC 9112 section 7.1, chunk longer than its size | POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~~1~ab~0~~",
                "505 | RFC 9110 section 15.6.6, version | GET / HTTP/1.2~Host: a~~",
                "400 | RFC 9112 section 2.3, no version | GET / FTP/1.1~Host: a~~",
            })
    void refuses(int status, String rule, String request) throws Exception {
        try (RawExchange client = GATEWAY.client()) {
            Message response = client.send(request.replace("~", "\r\n")).read();
            assertThat(response.status()).as(rule).isEqualTo(status);
            assertThat(response.field("Connection")).isEqualTo("close");
            assertThat(response.field("Server")).isEqualTo("hawser");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void takesIndentedLinesInBodies() throws Exception {
        String body = "a\r\n b\r\n\tc\r\n";
        try (RawExchange client = GATEWAY.client()) {
            for (int i = 0; i < 2; i++) {
                client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                assertThat(client.read().status()).isEqualTo(200);
                client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");
                assertThat(client.read().status()).isEqualTo(200);
            }
        }
    }

    /** A fold is found behind a complete request, and when it comes byte by byte. */
    @Test
    void findsFoldsWhereverTheyCome() throws Exception {
        try (RawExchange client = GATEWAY.client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\na");
            assertThat(client.read().status()).isEqualTo(200);
            for (byte b : "GET / HTTP/1.1\r\nHost: h\r\nX: 1\r\n 2\r\n\r\n".getBytes(StandardCharsets.US_ASCII)) {
                client.send(new byte[] {b});
            }
            assertThat(client.read().status()).isEqualTo(400);
        }
    }

    /** RFC 9112 section 3: 414 for a request line, RFC 6585 section 5: 431 for header fields. */
    @Test
    void refusesWhatIsTooLong() throws Exception {
        assertThat(GATEWAY.exchange("GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: h\r\n\r\n")
                        .status())
                .isEqualTo(414);
        assertThat(GATEWAY.exchange("GET / HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(40_000) + "\r\n\r\n")
                        .status())
                .isEqualTo(431);
        assertThat(GATEWAY.exchange("GET / HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(30_000) + "\r\n\r\n")
                        .status())
                .isEqualTo(200);
    }

    /** No host has a name longer than that (RFC 1035 section 2.3.4). */
    @ParameterizedTest
    @CsvSource({"126, 200", "127, 400", "8000, 400"})
    void refusesHostsThatAreTooLong(int labels, int status) throws Exception {
        String host = "a.".repeat(labels) + "a:65535";
        assertThat(GATEWAY.exchange("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                        .status())
                .isEqualTo(status);
        String target = "a.".repeat(Math.min(labels, 1000)) + "a:65535";
        assertThat(GATEWAY.exchange("GET http://" + target + "/ HTTP/1.1\r\nHost: " + target + "\r\n\r\n")
                        .status())
                .isEqualTo(status);
    }

    /** RFC 9112 section 6.3: what follows a refused request is not read as another one. */
    @Test
    void readsNothingAfterAnOffence() throws Exception {
        try (RawExchange client = GATEWAY.client()) {
            client.send("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.closed()).isTrue();
        }
    }
}
