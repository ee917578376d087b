package dev.hawser.proxy.http.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.Framing;
import dev.hawser.proxy.http.codec.HeadLimits;
import dev.hawser.proxy.http.codec.HeadStore;
import dev.hawser.proxy.http.codec.MalformedMessage.Reason;
import dev.hawser.proxy.http.codec.ProtocolVersion;
import dev.hawser.proxy.http.codec.Refusal;
import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.http.codec.ResponseHead;
import dev.hawser.proxy.http.http2.BlockReader.Follows;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockReaderTest {

    private static final String GET = ":method=GET&:scheme=https&:authority=h.test&:path=/a?b=c";
    private static final String POST = ":method=POST&:scheme=http&:authority=h.test&:path=/";

    private final BlockReader reader = new BlockReader(HeadLimits.DEFAULT, new HeadStore());

    /** Fields as {@code name=value}, one behind the other with {@code &} between; escapes of Java are understood. */
    static Http2Headers block(String text) {
        ReceivedFields block = new ReceivedFields();
        for (String field : text.translateEscapes().split("&", -1)) {
            int equals = field.indexOf('=');
            block.add(octets(field.substring(0, equals)), octets(field.substring(equals + 1)));
        }
        return block;
    }

    private static AsciiString octets(String text) {
        return new AsciiString(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private RequestHead request(String block) throws MalformedBlock, Refusal {
        return reader.request(block(block), Follows.NOTHING);
    }

    @Test
    void aRequestIsReadLikeOneOfTheOtherVersion() throws Exception {
        RequestHead head = request(GET + "&accept=*/*&x-other=1&x-other=2");
        assertThat(head.method()).isEqualTo("GET");
        assertThat(head.target()).isEqualTo("/a?b=c");
        assertThat(head.version()).isEqualTo(ProtocolVersion.HTTP_2);
        assertThat(head.framing()).isEqualTo(Framing.NONE);
        assertThat(head.persistent()).isTrue();
        assertThat(head.fields()).hasToString("[host, accept, x-other, x-other]");
        assertThat(head.fields().first("Host")).isEqualTo("h.test");
        assertThat(head.fields().all("X-Other")).containsExactly("1", "2");
    }

    @Test
    void crumbsOfACookieBecomeOne() throws Exception {
        Fields fields = request(GET + "&cookie=a=1&x=y&cookie=b=2&cookie=c=3").fields();
        assertThat(fields.all("Cookie")).containsExactly("a=1; b=2; c=3");
        assertThat(fields).hasToString("[host, cookie, x]");
    }

    @ParameterizedTest
    @CsvSource({
        "SOMETHING, '', Chunked",
        "NOTHING, '', None",
        "SOMETHING, &content-length=5, Length",
        "NOTHING, &content-length=0, Length",
    })
    void theBodyGoesAsItIsAnnounced(Follows follows, String more, String framing) throws Exception {
        assertThat(reader.request(block(POST + more), follows)
                        .framing()
                        .getClass()
                        .getSimpleName())
                .isEqualTo(framing);
    }

    @Test
    void aHostWithoutAnAuthorityWillDo() throws Exception {
        RequestHead head = request(":method=GET&:scheme=http&:path=/&a=b&host=h.test");
        assertThat(head.fields().all("Host")).containsExactly("h.test");
    }

    @Test
    void hostMayRepeatTheAuthority() throws Exception {
        assertThat(request(GET + "&host=H.test").fields().all("Host")).containsExactly("h.test");
    }

    @Test
    void theAsteriskIsATargetOfOptions() throws Exception {
        assertThat(request(":method=OPTIONS&:scheme=http&:authority=h&:path=*").target())
                .isEqualTo("*");
    }

    /** Each with its section of RFC 9113. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8.2.1  | :method=GET&:scheme=http&:authority=h&:path=/&X-Upper=1",
                "8.2.1  | :method=GET&:scheme=http&:authority=h&:path=/&=empty",
                "8.2.1  | :method=GET&:scheme=http&:authority=h&:path=/&a b=1",
                "8.2.1  | :method=GET&:scheme=http&:authority=h&:path=/&a:b=1",
                "8.2.1  | :method=GET&:scheme=http&:authority=h&:path=/&a\\0=1",
                "8.2.1  | :method=GET&:scheme=http&:authority=h&:path=/&a\\177=1",
                "8.2.1  | :method=GET&:scheme=http&:authority=h&:path=/&a\\344=1",
                "8.2.1  | :method=GET&:scheme=http&:authority=h&:path=/&a\\r\\nb=1",
                "8.2.1  | :method=GET&:scheme=http&:authority=h&:path=/&a=1\\0",
                "8.2.1  | :method=GET&:scheme=http&:authority=h&:path=/&a=1\\r\\nb: 2",
                "8.2.1  | :method=GET&:scheme=http&:authority=h&:path=/&a=1\\nb",
                "8.2.1  | :method=GET&:scheme=http&:authority=h&:path=/&a=1\\rb",
                "8.2.1  | :method=GET&:scheme=http&:authority=h&:path=/&a=\\s1",
                "8.2.1  | :method=GET&:scheme=http&:authority=h&:path=/&a=1\\t",
                "8.2.1  | :method=GET&:scheme=http&:authority=h\\r\\nx: y&:path=/",
                "8.2.1  | :method=GET&:scheme=http&:authority=h&:path=/\\sHTTP/1.1\\r\\nx: y\\r\\n\\r\\n",
                "8.2.1  | :method=GET\\r\\n&:scheme=http&:authority=h&:path=/",
                "8.2.2  | :method=GET&:scheme=http&:authority=h&:path=/&connection=close",
                "8.2.2  | :method=GET&:scheme=http&:authority=h&:path=/&keep-alive=timeout=5",
                "8.2.2  | :method=GET&:scheme=http&:authority=h&:path=/&proxy-connection=close",
                "8.2.2  | :method=POST&:scheme=http&:authority=h&:path=/&transfer-encoding=chunked",
                "8.2.2  | :method=GET&:scheme=http&:authority=h&:path=/&upgrade=websocket",
                "8.2.2  | :method=GET&:scheme=http&:authority=h&:path=/&te=gzip",
                "8.2.2  | :method=GET&:scheme=http&:authority=h&:path=/&te=trailers, gzip",
                "8.3    | :method=GET&:scheme=http&a=b&:authority=h&:path=/",
                "8.3    | :method=GET&:scheme=http&:authority=h&:path=/&:unknown=1",
                "8.3    | :method=GET&:scheme=http&:authority=h&:path=/&:status=200",
                "8.3    | :method=GET&:scheme=http&:authority=h&:path=/&:=1",
                "8.3    | :method=GET&:method=GET&:scheme=http&:authority=h&:path=/",
                "8.3    | :method=GET&:scheme=http&:scheme=http&:authority=h&:path=/",
                "8.3    | :method=GET&:scheme=http&:authority=h&:authority=h&:path=/",
                "8.3    | :method=GET&:scheme=http&:authority=h&:path=/&:path=/",
                "8.3.1  | :scheme=http&:authority=h&:path=/",
                "8.3.1  | :method=GET&:authority=h&:path=/",
                "8.3.1  | :method=GET&:scheme=http&:authority=h",
                "8.3.1  | :method=&:scheme=http&:authority=h&:path=/",
                "8.3.1  | :method=GET&:scheme=&:authority=h&:path=/",
                "8.3.1  | :method=GET&:scheme=ftp&:authority=h&:path=/",
                "8.3.1  | :method=GET&:scheme=http&:authority=h&:path=",
                "8.3.1  | :method=GET&:scheme=http&:authority=h&:path=*",
                "8.3.1  | :method=GET&:scheme=http&:authority=h&:path=a",
                "8.3.1  | :method=GET&:scheme=http&:authority=h&:path=http://other/",
                "8.3.1  | :method=GET&:scheme=http&:authority=h&:path=/&host=other",
                "8.3.1  | :method=GET&:scheme=http&:authority=h&:path=/&host=h&host=h",
                "8.5    | :method=CONNECT&:scheme=http&:authority=h&:path=/&:protocol=websocket",
                "8.1.1  | :method=POST&:scheme=http&:authority=h&:path=/&content-length=1",
            })
    void aRequestThatBreaksTheRulesOfTheVersionIsMalformed(String section, String block) {
        assertThatThrownBy(() -> request(block)).as(section).isInstanceOf(MalformedBlock.class);
    }

    /** These rules are those of the other version; clients get an answer. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SYNTAX | :method=GET /&:scheme=http&:authority=h&:path=/",
                "SYNTAX | :method=G(T&:scheme=http&:authority=h&:path=/",
                "SYNTAX | :method=GET&:scheme=http&:authority=h&:path=/a b",
                "SYNTAX | :method=GET&:scheme=http&:authority=h&:path=/ HTTP/1.1",
                "SYNTAX | :method=GET&:scheme=http&:authority=h&:path=/#",
                "SYNTAX | :method=GET&:scheme=http&:authority=h&:path=/\\344",
                "SYNTAX | :method=GET&:scheme=http&:path=/",
                "SYNTAX | :method=GET&:scheme=http&:authority=user@h&:path=/",
                "SYNTAX | :method=GET&:scheme=http&:authority=h:x&:path=/",
                "SYNTAX | :method=GET&:scheme=http&:authority=a b&:path=/",
                "SYNTAX | :method=GET&:scheme=http&:authority=h&:path=/&a(b=1",
                "SYNTAX | :method=GET&:scheme=http&:authority=h&:path=/&content-length=+0",
                "SYNTAX | :method=GET&:scheme=http&:authority=h&:path=/&content-length=0&content-length=0",
                "METHOD_NOT_ALLOWED | :method=CONNECT&:authority=h:443",
                "METHOD_NOT_ALLOWED | :method=TRACE&:scheme=http&:authority=h&:path=/",
            })
    void aRequestThatBreaksTheRulesOfBothVersionsIsRefused(Reason reason, String block) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> request(block));
        assertThat(refusal.malformed().reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "REQUEST_LINE_TOO_LONG, &:path=/, 8192",
        "HEAD_TOO_LARGE, &:path=/&a=, 32768",
        "HEAD_TOO_LARGE, &:path=/&cookie=&cookie=, 32768",
    })
    void whatIsLongerThanTheLimitsIsRefused(Reason reason, String before, int length) {
        String block = ":method=GET&:scheme=http&:authority=h" + before + "a".repeat(length);
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> request(block));
        assertThat(refusal.malformed().reason()).isEqualTo(reason);
    }

    @Test
    void fieldsThatAreTooManyAreRefused() {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> request(GET + "&a=b".repeat(100)));
        assertThat(refusal.malformed().reason()).isEqualTo(Reason.HEAD_TOO_LARGE);
    }

    @Test
    void afterAnOffenceTheNextBlockIsReadAsAlways() throws Exception {
        assertThatThrownBy(() -> request(GET + "&A=b")).isInstanceOf(MalformedBlock.class);
        assertThatThrownBy(() -> request(GET + "&a(=b")).isInstanceOf(Refusal.class);
        assertThat(request(GET + "&a=b").fields()).hasToString("[host, a]");
    }

    @Test
    void aResponseIsReadLikeOneOfTheOtherVersion() throws Exception {
        ResponseHead head = reader.response(block(":status=200&content-type=text/plain"), Follows.SOMETHING, "GET");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.version()).isEqualTo(ProtocolVersion.HTTP_2);
        assertThat(head.framing()).isEqualTo(Framing.CHUNKED);
        assertThat(head.persistent()).isTrue();
        assertThat(head.fields()).hasToString("[content-type]");
    }

    @ParameterizedTest
    @CsvSource({
        "204, '', SOMETHING, GET, None", "304, &content-length=5, NOTHING, GET, None",
        "200, &content-length=5, NOTHING, HEAD, None", "200, '', NOTHING, GET, None",
        "200, &content-length=5, SOMETHING, GET, Length", "103, '', SOMETHING, GET, None",
    })
    void theBodyOfAResponseGoesAsItIsAnnounced(int status, String more, Follows follows, String method, String framing)
            throws Exception {
        assertThat(reader.response(block(":status=" + status + more), follows, method)
                        .framing()
                        .getClass()
                        .getSimpleName())
                .isEqualTo(framing);
    }

    /** RFC 9113 sections 8.1.1, 8.2, 8.3.2 and 8.6. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=b",
                ":status=20",
                ":status=200&:status=200",
                ":status=200&:path=/",
                ":status=101",
                ":status=100",
                "a=b&:status=200",
                ":status=200&Server=x",
                ":status=200&connection=close",
                ":status=200&transfer-encoding=chunked",
                ":status=200&a=b\\nc",
                ":status=200&content-length=1",
            })
    void aResponseThatBreaksTheRulesOfTheVersionIsMalformed(String block) {
        assertThatThrownBy(() -> reader.response(block(block), Follows.NOTHING, "GET"))
                .isInstanceOf(MalformedBlock.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {":status=2x0", ":status=099", ":status=200&a(=b", ":status=200&content-length=-1"})
    void aResponseThatBreaksTheRulesOfBothVersionsIsRefused(String block) {
        assertThatThrownBy(() -> reader.response(block(block), Follows.SOMETHING, "GET"))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void trailersAreRead() throws Exception {
        assertThat(reader.trailers(block("grpc-status=0&grpc-message="))).hasToString("[grpc-status, grpc-message]");
        assertThat(reader.trailers(new ReceivedFields())).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {":path=/", ":status=200", "A=b", "connection=close", "a=b&:path=/", "host=a&host=b"})
    void trailersThatBreakTheRulesOfTheVersionAreMalformed(String block) {
        assertThatThrownBy(() -> reader.trailers(block(block))).isInstanceOf(MalformedBlock.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-length=1", "host=a", "a(=b"})
    void trailersThatBreakTheRulesOfBothVersionsAreRefused(String block) {
        assertThatThrownBy(() -> reader.trailers(block(block))).isInstanceOf(Refusal.class);
    }
}
