package dev.hawser.proxy.http.http2;

import dev.hawser.proxy.http.codec.FieldName;
import dev.hawser.proxy.http.codec.FieldSet;
import io.netty.util.AsciiString;

/** What may stand in the name and the value of a field (RFC 9113 sections 8.2.1 and 8.2.2). */
final class FieldRules {

    /** They concern a connection, of which HTTP/2 tells by frames. */
    private static final FieldSet OF_CONNECTIONS = FieldSet.of(
            FieldName.CONNECTION,
            FieldName.KEEP_ALIVE,
            FieldName.PROXY_CONNECTION,
            FieldName.TRANSFER_ENCODING,
            FieldName.UPGRADE);

    private static final FieldSet TE = FieldSet.of(FieldName.TE);
    private static final AsciiString TRAILERS = AsciiString.cached("trailers");

    private FieldRules() {}

    static void check(CharSequence name, CharSequence value) throws MalformedBlock {
        checkName(name);
        checkValue(value);
        if (OF_CONNECTIONS.contains(name)) {
            throw new MalformedBlock("field that concerns a connection");
        }
        if (TE.contains(name) && !TRAILERS.contentEqualsIgnoreCase(value)) {
            throw new MalformedBlock("te is not trailers");
        }
    }

    private static void checkName(CharSequence name) throws MalformedBlock {
        int length = name.length();
        if (length == 0) {
            throw new MalformedBlock("field name is empty");
        }
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                throw new MalformedBlock("field name has an upper-case letter");
            }
            if (c <= ' ' || c >= 0x7f || c == ':') {
                throw new MalformedBlock("field name has a character that none may have");
            }
        }
    }

    static void checkValue(CharSequence value) throws MalformedBlock {
        int length = value.length();
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                throw new MalformedBlock("field value has a control character");
            }
        }
        if (length > 0 && (blank(value.charAt(0)) || blank(value.charAt(length - 1)))) {
            throw new MalformedBlock("field value begins or ends with white space");
        }
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t';
    }
}
