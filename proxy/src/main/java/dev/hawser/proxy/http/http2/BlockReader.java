package dev.hawser.proxy.http.http2;

import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.Framing;
import dev.hawser.proxy.http.codec.HeadLimits;
import dev.hawser.proxy.http.codec.HeadStore;
import dev.hawser.proxy.http.codec.Refusal;
import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.http.codec.ResponseHead;
import dev.hawser.proxy.http.codec.WrittenHead;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import io.netty.util.AsciiString;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads blocks of fields as the heads and trailers of messages. What breaks RFC 9113 section 8 is a {@link MalformedBlock},
 * whose stream is to be reset; what breaks a rule that HTTP/1.1 has too, or a limit, is a {@link Refusal}, which can be
 * answered. For all streams of a connection; belongs to one event loop.
 */
public final class BlockReader {

    /** What follows a block on its stream. */
    public enum Follows {
        /** The block has END_STREAM. */
        NOTHING,
        SOMETHING
    }

    /** More than what is written beside fields and what stands in pseudo-fields, in octets. */
    private static final int OVERHEAD = 64;

    private static final String CONNECT = "CONNECT";
    private static final String COOKIE = "cookie";
    private static final String HOST = "host";
    private static final String CRLF = "\r\n";
    private static final String SEPARATOR = ": ";
    private static final String VERSION = "HTTP/1.1";

    private final WrittenHead written;
    private final Map<PseudoHeaderName, CharSequence> pseudo = new EnumMap<>(PseudoHeaderName.class);
    private @Nullable CharSequence host;
    private int crumbs;
    private boolean joined;

    public BlockReader(HeadLimits limits, HeadStore store) {
        this.written = new WrittenHead(limits, store);
    }

    /**
     * Reads the head of a request.
     *
     * @return it, with {@link Framing.Chunked} for a body of a length that is not announced
     */
    public RequestHead request(Http2Headers block, Follows follows) throws MalformedBlock, Refusal {
        check(block);
        CharSequence method = required(PseudoHeaderName.METHOD);
        checkRequest(method);
        written.begin(length(block));
        write(method);
        written.write(' ');
        write(required(PseudoHeaderName.PATH));
        written.write(' ');
        written.write(VERSION);
        written.write(CRLF);
        CharSequence authority = authority();
        if (authority != null) {
            line(HOST, authority);
        }
        lines(block);
        RequestHead head = written.request(framing(follows));
        checkLength(head.framing(), follows, head.fields());
        return head;
    }

    /**
     * Reads the head of a response.
     *
     * @param method the method of the request that it answers
     * @return it, with {@link Framing.Chunked} for a body of a length that is not announced
     */
    public ResponseHead response(Http2Headers block, Follows follows, String method) throws MalformedBlock, Refusal {
        check(block);
        CharSequence status = required(PseudoHeaderName.STATUS);
        if (status.length() != 3 || pseudo.size() > 1) {
            throw new MalformedBlock("response does not have one status of three digits alone");
        }
        if (AsciiString.contentEquals(status, "101")) {
            throw new MalformedBlock("response switches protocols, which HTTP/2 does not");
        }
        if (status.charAt(0) == '1' && follows == Follows.NOTHING) {
            throw new MalformedBlock("interim response ends the stream");
        }
        written.begin(length(block));
        written.write(VERSION);
        written.write(' ');
        write(status);
        written.write(' ');
        written.write(CRLF);
        if (host != null) {
            line(HOST, host);
        }
        lines(block);
        ResponseHead head = written.response(method, framing(follows));
        checkLength(head.framing(), follows, head.fields());
        return head;
    }

    /** Reads trailer fields; {@code null} when there are none. */
    public @Nullable Fields trailers(Http2Headers block) throws MalformedBlock, Refusal {
        check(block);
        if (!pseudo.isEmpty()) {
            throw new MalformedBlock("trailers have a pseudo-field");
        }
        written.begin(length(block));
        if (host != null) {
            line(HOST, host);
        }
        lines(block);
        Fields fields = written.trailers();
        return fields.isEmpty() ? null : fields;
    }

    private static Framing framing(Follows follows) {
        return follows == Follows.NOTHING ? Framing.NONE : Framing.CHUNKED;
    }

    private static void checkLength(Framing framing, Follows follows, Fields fields) throws MalformedBlock {
        if (follows == Follows.NOTHING && framing instanceof Framing.Length(long bytes) && bytes > 0) {
            fields.recycle();
            throw new MalformedBlock("content-length announces a body and none follows");
        }
    }

    /** Looks at each field, and keeps what stands in the first line of a message. */
    private void check(Http2Headers block) throws MalformedBlock {
        pseudo.clear();
        host = null;
        crumbs = 0;
        joined = false;
        boolean fields = false;
        for (Map.Entry<CharSequence, CharSequence> field : block) {
            CharSequence name = field.getKey();
            CharSequence value = field.getValue();
            if (name.length() > 0 && name.charAt(0) == ':') {
                if (fields) {
                    throw new MalformedBlock("pseudo-field behind a field");
                }
                checkPseudo(name, value);
                continue;
            }
            fields = true;
            FieldRules.check(name, value);
            if (AsciiString.contentEquals(HOST, name)) {
                if (host != null) {
                    throw new MalformedBlock("host is repeated");
                }
                host = value;
            } else if (AsciiString.contentEquals(COOKIE, name)) {
                crumbs++;
            }
        }
    }

    private void checkPseudo(CharSequence name, CharSequence value) throws MalformedBlock {
        PseudoHeaderName known = PseudoHeaderName.getPseudoHeader(name);
        if (known == null || known == PseudoHeaderName.PROTOCOL) {
            throw new MalformedBlock("pseudo-field is not known");
        }
        FieldRules.checkValue(value);
        if (pseudo.put(known, value) != null) {
            throw new MalformedBlock("pseudo-field is repeated");
        }
    }

    private CharSequence required(PseudoHeaderName name) throws MalformedBlock {
        CharSequence value = pseudo.get(name);
        if (value == null || value.isEmpty()) {
            throw new MalformedBlock("pseudo-field is missing or empty");
        }
        return value;
    }

    /** RFC 9113 section 8.3.1; a request to connect has neither scheme nor path (section 8.5), and is refused as such. */
    private void checkRequest(CharSequence method) throws MalformedBlock {
        if (pseudo.containsKey(PseudoHeaderName.STATUS)) {
            throw new MalformedBlock("request has a status");
        }
        if (AsciiString.contentEquals(CONNECT, method)) {
            pseudo.putIfAbsent(PseudoHeaderName.PATH, "/");
            return;
        }
        CharSequence scheme = required(PseudoHeaderName.SCHEME);
        if (!AsciiString.contentEqualsIgnoreCase("http", scheme)
                && !AsciiString.contentEqualsIgnoreCase("https", scheme)) {
            throw new MalformedBlock("scheme is none that a gateway takes");
        }
        CharSequence path = required(PseudoHeaderName.PATH);
        boolean asterisk = AsciiString.contentEquals("*", path) && AsciiString.contentEquals("OPTIONS", method);
        if (path.charAt(0) != '/' && !asterisk) {
            throw new MalformedBlock("path does not begin with a slash");
        }
    }

    /** RFC 9113 section 8.3.1: who names another host twice could be routed in two ways. */
    private @Nullable CharSequence authority() throws MalformedBlock {
        CharSequence authority = pseudo.get(PseudoHeaderName.AUTHORITY);
        if (authority == null) {
            return host;
        }
        if (host != null && !AsciiString.contentEqualsIgnoreCase(authority, host)) {
            throw new MalformedBlock("authority and host differ");
        }
        return authority;
    }

    private static int length(Http2Headers block) {
        int length = OVERHEAD;
        for (Map.Entry<CharSequence, CharSequence> field : block) {
            length += field.getKey().length() + field.getValue().length() + SEPARATOR.length() + CRLF.length();
        }
        return length;
    }

    /** Writes what is no pseudo-field; the crumbs of a cookie become one line again (RFC 9113 section 8.2.3). */
    private void lines(Http2Headers block) {
        for (Map.Entry<CharSequence, CharSequence> field : block) {
            CharSequence name = field.getKey();
            if (name.charAt(0) == ':' || AsciiString.contentEquals(HOST, name)) {
                continue;
            }
            if (crumbs < 2 || !AsciiString.contentEquals(COOKIE, name)) {
                line(name, field.getValue());
            } else if (!joined) {
                joined = true;
                cookie(block);
            }
        }
        written.write(CRLF);
    }

    private void cookie(Http2Headers block) {
        written.write(COOKIE);
        String before = SEPARATOR;
        for (Map.Entry<CharSequence, CharSequence> field : block) {
            if (AsciiString.contentEquals(COOKIE, field.getKey())) {
                written.write(before);
                write(field.getValue());
                before = "; ";
            }
        }
        written.write(CRLF);
    }

    private void line(CharSequence name, CharSequence value) {
        write(name);
        written.write(SEPARATOR);
        write(value);
        written.write(CRLF);
    }

    private void write(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            written.write(text.charAt(i));
        }
    }
}
