package dev.hawser.proxy.http.http2;

import static io.netty.util.AsciiString.CASE_SENSITIVE_HASHER;

import io.netty.handler.codec.CharSequenceValueConverter;
import io.netty.handler.codec.DefaultHeaders;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A block of fields as it came: in its order and unchecked. Netty's own puts pseudo-fields before the others and so hides
 * that a peer did not.
 */
public final class ReceivedFields extends DefaultHeaders<CharSequence, CharSequence, Http2Headers>
        implements Http2Headers {

    public ReceivedFields() {
        super(CASE_SENSITIVE_HASHER, CharSequenceValueConverter.INSTANCE);
    }

    /**
     * A decoder that reads blocks into these.
     *
     * @param maxListBytes the longest block: names and values with 32 bytes for each field (RFC 9113 section 6.5.2)
     */
    public static DefaultHttp2HeadersDecoder decoder(long maxListBytes) {
        return new DefaultHttp2HeadersDecoder(false, maxListBytes) {
            @Override
            protected Http2Headers newHeaders() {
                return new ReceivedFields();
            }
        };
    }

    private Http2Headers with(PseudoHeaderName name, CharSequence value) {
        return set(name.value(), value);
    }

    /** Nothing: the decoder would have lengths that agree be one, and our rules refuse what it had to repair. */
    @Override
    public Http2Headers setLong(CharSequence name, long value) {
        return this;
    }

    @Override
    public Iterator<CharSequence> valueIterator(CharSequence name) {
        return getAll(name).iterator();
    }

    @Override
    public Iterator<Map.Entry<CharSequence, CharSequence>> iterator() {
        return super.iterator();
    }

    @Override
    public Http2Headers method(CharSequence value) {
        return with(PseudoHeaderName.METHOD, value);
    }

    @Override
    public Http2Headers scheme(CharSequence value) {
        return with(PseudoHeaderName.SCHEME, value);
    }

    @Override
    public Http2Headers authority(CharSequence value) {
        return with(PseudoHeaderName.AUTHORITY, value);
    }

    @Override
    public Http2Headers path(CharSequence value) {
        return with(PseudoHeaderName.PATH, value);
    }

    @Override
    public Http2Headers status(CharSequence value) {
        return with(PseudoHeaderName.STATUS, value);
    }

    @Override
    public @Nullable CharSequence method() {
        return get(PseudoHeaderName.METHOD.value());
    }

    @Override
    public @Nullable CharSequence scheme() {
        return get(PseudoHeaderName.SCHEME.value());
    }

    @Override
    public @Nullable CharSequence authority() {
        return get(PseudoHeaderName.AUTHORITY.value());
    }

    @Override
    public @Nullable CharSequence path() {
        return get(PseudoHeaderName.PATH.value());
    }

    @Override
    public @Nullable CharSequence status() {
        return get(PseudoHeaderName.STATUS.value());
    }

    @Override
    public boolean contains(CharSequence name, CharSequence value, boolean caseInsensitive) {
        for (CharSequence found : getAll(name)) {
            if (caseInsensitive
                    ? AsciiString.contentEqualsIgnoreCase(found, value)
                    : AsciiString.contentEquals(found, value)) {
                return true;
            }
        }
        return false;
    }
}
