package dev.hawser.proxy.http.codec;

import org.jspecify.annotations.Nullable;

/** The head of a request. Belongs to one event loop. */
public final class RequestHead {

    private final String method;
    private final ProtocolVersion version;
    private final Fields fields;
    private final Framing framing;
    private final int targetStart;
    private final int targetEnd;
    private @Nullable String target;

    /**
     * A head to be sent. The codec writes HTTP/1.1 whatever the version says, and sets Transfer-Encoding; a
     * Content-Length is among the fields.
     *
     * @param target the request target: ASCII without spaces; other characters go out as UTF-8
     */
    public RequestHead(String method, String target, ProtocolVersion version, Fields fields, Framing framing) {
        this.method = method;
        this.target = target;
        this.version = version;
        this.fields = fields;
        this.framing = framing;
        this.targetStart = 0;
        this.targetEnd = 0;
    }

    /** A head that was received. */
    RequestHead(
            String method, int targetStart, int targetEnd, ProtocolVersion version, Fields fields, Framing framing) {
        this.method = method;
        this.targetStart = targetStart;
        this.targetEnd = targetEnd;
        this.version = version;
        this.fields = fields;
        this.framing = framing;
    }

    /** The same, as it came by another version. */
    RequestHead of(ProtocolVersion other, Framing otherFraming) {
        return new RequestHead(method, targetStart, targetEnd, other, fields, otherFraming);
    }

    /** The method, as sent. */
    public String method() {
        return method;
    }

    /** The request target, as sent (RFC 9112 section 3.2). */
    public String target() {
        String text = target;
        if (text == null) {
            text = fields.receivedText(targetStart, targetEnd);
            target = text;
        }
        return text;
    }

    /** The version of HTTP that it is in. */
    public ProtocolVersion version() {
        return version;
    }

    /** Its header fields; a Content-Length is among them. */
    public Fields fields() {
        return fields;
    }

    /** How its body goes; never {@link Framing.UntilClose}. */
    public Framing framing() {
        return framing;
    }

    /** Whether the client would send another request on its connection. */
    public boolean persistent() {
        return version.persistent(fields);
    }

    /** The method only: targets and fields may be secret. */
    @Override
    public String toString() {
        return "RequestHead[" + method + "]";
    }
}
