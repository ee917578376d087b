package dev.hawser.proxy.http.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.Framing;
import dev.hawser.proxy.http.codec.HeadLimits;
import dev.hawser.proxy.http.codec.HeadStore;
import dev.hawser.proxy.http.codec.ProtocolVersion;
import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.http.codec.ResponseHead;
import dev.hawser.proxy.http.http2.BlockReader.Follows;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlocksTest {

    private static String text(Http2Headers block) {
        StringJoiner text = new StringJoiner("&");
        block.forEach(field -> text.add(field.getKey() + "=" + field.getValue()));
        return text.toString();
    }

    private static RequestHead request(String target, Fields fields, Framing framing) {
        return new RequestHead("POST", target, ProtocolVersion.HTTP_1_1, fields, framing);
    }

    private static ResponseHead response(int status, Fields fields, Framing framing) {
        return new ResponseHead(status, "Whatever", ProtocolVersion.HTTP_1_1, fields, framing);
    }

    @Test
    void aRequestBeginsWithItsPseudoFields() {
        Fields fields = Fields.create()
                .add("Accept", "*/*")
                .add("Host", "h.test")
                .add("X-Mixed-Case", "Kept")
                .add("content-length", "3");
        assertThat(text(Blocks.of(request("/p?q", fields, new Framing.Length(3)), "https")))
                .isEqualTo(":method=POST&:scheme=https&:authority=h.test&:path=/p?q"
                        + "&accept=*/*&x-mixed-case=Kept&content-length=3");
    }

    @Test
    void whatConcernsAConnectionIsLeftOut() {
        Fields fields = Fields.create()
                .add("Connection", "TE")
                .add("TE", "gzip, trailers")
                .add("Keep-Alive", "5")
                .add("Proxy-Connection", "close")
                .add("Transfer-Encoding", "chunked")
                .add("Upgrade", "x")
                .add("Content-Length", "9");
        assertThat(text(Blocks.of(request("/", fields, Framing.CHUNKED), "http")))
                .isEqualTo(":method=POST&:scheme=http&:path=/&te=trailers");
        assertThat(text(Blocks.of(response(200, fields, Framing.CHUNKED)))).isEqualTo(":status=200");
    }

    @Test
    void theLengthOfABodyIsAnnounced() {
        assertThat(text(Blocks.of(response(200, Fields.create(), new Framing.Length(7)))))
                .isEqualTo(":status=200&content-length=7");
        assertThat(text(Blocks.of(response(200, Fields.create().add("Content-Length", "7"), Framing.NONE))))
                .isEqualTo(":status=200&content-length=7");
    }

    /** RFC 9110 section 8.6. */
    @ParameterizedTest
    @ValueSource(ints = {103, 204})
    void whatCanHaveNoBodyAnnouncesNone(int status) {
        assertThat(text(Blocks.of(response(status, Fields.create().add("Content-Length", "7"), Framing.NONE))))
                .isEqualTo(":status=" + status);
    }

    @Test
    void otherLettersOfAPathGoOutAsUtf8() {
        Http2Headers block = Blocks.of(request("/ä", Fields.create(), Framing.NONE), "http");
        assertThat(block.path()).hasSize(3);
        assertThat(block.path().charAt(1)).isEqualTo((char) 0xc3);
    }

    @Test
    void aTargetThatWouldEndIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Blocks.of(request("/ HTTP/1.1", Fields.create(), Framing.NONE), "http"));
    }

    @Test
    void trailersAreInLowerCase() {
        assertThat(text(Blocks.ofTrailers(
                        Fields.create().add("Grpc-Status", "0").add("Content-Length", "1"))))
                .isEqualTo("grpc-status=0");
    }

    @Test
    void whatIsWrittenOutlivesTheHead() throws Exception {
        BlockReader reader = new BlockReader(HeadLimits.DEFAULT, new HeadStore());
        RequestHead first = reader.request(
                BlockReaderTest.block(":method=GET&:scheme=http&:authority=h&:path=/&some-name=first"),
                Follows.NOTHING);
        Http2Headers block = Blocks.of(first, "http");
        first.fields().recycle();
        reader.request(
                BlockReaderTest.block(":method=GET&:scheme=http&:authority=h&:path=/&a-very-other-name=x"),
                Follows.NOTHING);
        assertThat(text(block)).isEqualTo(":method=GET&:scheme=http&:authority=h&:path=/&some-name=first");
    }

    @Test
    void secretsStayOutOfTables() {
        assertThat(Blocks.SECRETS.isSensitive("authorization", "Basic x")).isTrue();
        assertThat(Blocks.SECRETS.isSensitive("cookie", "a=b")).isTrue();
        assertThat(Blocks.SECRETS.isSensitive("accept", "*/*")).isFalse();
    }
}
