package dev.hawser.proxy.http.codec;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header or trailer fields of a message (RFC 9110 section 5) in the order of their lines. Names are compared
 * without regard to case. Mutable; belongs to one event loop.
 */
public final class Fields implements Iterable<Map.Entry<CharSequence, CharSequence>> {

    private static final DefaultHttpHeadersFactory FACTORY =
            DefaultHttpHeadersFactory.headersFactory().withNameValidation(false);

    private final HttpHeaders headers;

    Fields(HttpHeaders headers) {
        this.headers = headers;
    }

    public static Fields create() {
        return new Fields(FACTORY.newHeaders());
    }

    HttpHeaders headers() {
        return headers;
    }

    /** The value of the first line of that name. */
    public @Nullable String first(CharSequence name) {
        return headers.get(name);
    }

    /** The values of all lines of that name. */
    public List<String> all(CharSequence name) {
        return headers.getAll(name);
    }

    public boolean contains(CharSequence name) {
        return headers.contains(name);
    }

    /** Whether one of the comma-separated members of the field is this, without regard to case. */
    public boolean containsMember(CharSequence name, CharSequence member) {
        return headers.containsValue(name, member, true);
    }

    public boolean isEmpty() {
        return headers.isEmpty();
    }

    /**
     * Adds a line.
     *
     * @throws IllegalArgumentException if the value has a character that no field value may have
     */
    public Fields add(CharSequence name, CharSequence value) {
        headers.add(name, value);
        return this;
    }

    /**
     * Puts one line in the place of all lines of that name.
     *
     * @throws IllegalArgumentException if the value has a character that no field value may have
     */
    public Fields set(CharSequence name, CharSequence value) {
        headers.set(name, value);
        return this;
    }

    public void remove(CharSequence name) {
        headers.remove(name);
    }

    @Override
    public Iterator<Map.Entry<CharSequence, CharSequence>> iterator() {
        return headers.iteratorCharSequence();
    }

    /** Whether two names are the same field. */
    public static boolean sameName(CharSequence one, CharSequence other) {
        return AsciiString.contentEqualsIgnoreCase(one, other);
    }

    /** The names only: values may be secret. */
    @Override
    public String toString() {
        return headers.names().toString();
    }
}
