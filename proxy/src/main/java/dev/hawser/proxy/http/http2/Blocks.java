package dev.hawser.proxy.http.http2;

import dev.hawser.proxy.http.codec.FieldName;
import dev.hawser.proxy.http.codec.FieldSet;
import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.Framing;
import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.http.codec.ResponseHead;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import io.netty.handler.codec.http2.Http2HeadersEncoder.SensitivityDetector;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/**
 * Writes heads and trailers as blocks of fields: names in lower case, and nothing that concerns a connection (RFC 9113
 * sections 8.2 and 8.3). What is made is a copy: the head may be recycled.
 */
public final class Blocks {

    /**
     * Fields that are never put into a compression table (RFC 7541 section 7.1.3): where the requests of several clients
     * share a connection, one could find out by the lengths of blocks what another sent.
     */
    public static final SensitivityDetector SECRETS = (name, _) -> Blocks.SECRET.contains(name);

    private static final FieldSet SECRET = FieldSet.of(FieldName.AUTHORIZATION, FieldName.COOKIE, FieldName.SET_COOKIE);

    private static final FieldSet OF_CONNECTIONS = FieldSet.of(
            FieldName.CONNECTION,
            FieldName.KEEP_ALIVE,
            FieldName.PROXY_CONNECTION,
            FieldName.TRANSFER_ENCODING,
            FieldName.UPGRADE,
            FieldName.TE);

    private static final FieldSet OF_REQUESTS = OF_CONNECTIONS.plus(FieldSet.of(FieldName.HOST));
    private static final FieldSet NO_LENGTH = OF_CONNECTIONS.plus(FieldSet.of(FieldName.CONTENT_LENGTH));
    private static final AsciiString TE = AsciiString.cached("te");
    private static final AsciiString TRAILERS = AsciiString.cached("trailers");
    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
    private static final AsciiString[] STATUSES = new AsciiString[1000];

    static {
        for (int status = 100; status < STATUSES.length; status++) {
            STATUSES[status] = AsciiString.cached(Integer.toString(status));
        }
    }

    private Blocks() {}

    /**
     * A request whose target has origin form; its Host becomes the authority.
     *
     * @param scheme {@code http} or {@code https}
     */
    public static Http2Headers of(RequestHead head, CharSequence scheme) {
        ReceivedFields block = new ReceivedFields();
        block.add(PseudoHeaderName.METHOD.value(), head.method());
        block.add(PseudoHeaderName.SCHEME.value(), scheme);
        String host = head.fields().first(FieldName.HOST);
        if (host != null) {
            block.add(PseudoHeaderName.AUTHORITY.value(), host);
        }
        block.add(PseudoHeaderName.PATH.value(), path(head.target()));
        addFields(block, head.fields(), OF_REQUESTS, head.framing());
        if (head.fields().containsMember(FieldName.TE, TRAILERS)) {
            block.add(TE, TRAILERS);
        }
        return block;
    }

    /** A response, interim or final. */
    public static Http2Headers of(ResponseHead head) {
        ReceivedFields block = new ReceivedFields();
        block.add(PseudoHeaderName.STATUS.value(), STATUSES[head.status()]);
        // RFC 9110 section 8.6: these must not announce what they cannot have.
        boolean bodiless = head.status() < 200 || head.status() == 204;
        addFields(block, head.fields(), bodiless ? NO_LENGTH : OF_CONNECTIONS, head.framing());
        return block;
    }

    /** Trailer fields. */
    public static Http2Headers ofTrailers(Fields trailers) {
        ReceivedFields block = new ReceivedFields();
        trailers.forEachLowerCase(NO_LENGTH, block::add);
        return block;
    }

    private static void addFields(ReceivedFields block, Fields fields, FieldSet dropped, Framing framing) {
        fields.forEachLowerCase(framing instanceof Framing.Chunked ? dropped.plus(NO_LENGTH) : dropped, block::add);
        if (framing instanceof Framing.Length(long bytes) && !fields.contains(FieldName.CONTENT_LENGTH)) {
            block.add(CONTENT_LENGTH, AsciiString.of(Long.toString(bytes)));
        }
    }

    /** As the codec of HTTP/1.1 writes it: what is not ASCII, which only configured paths have, goes out as UTF-8. */
    private static AsciiString path(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c == 0x7f) {
                throw new IllegalArgumentException(
                        "request target: has character " + (int) c + " (expected: no space, no control character)");
            }
        }
        return new AsciiString(target.getBytes(StandardCharsets.UTF_8), false);
    }
}
