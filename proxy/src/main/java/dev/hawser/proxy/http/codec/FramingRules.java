package dev.hawser.proxy.http.codec;

import dev.hawser.proxy.http.codec.HeadReader.Lines;
import dev.hawser.proxy.http.codec.MalformedMessage.Reason;

/** How the body of a message is found (RFC 9112 section 6): in one way only, else the message is refused. */
final class FramingRules {

    private static final String CHUNKED = "chunked";

    /** As many digits as any number of octets has that a long can hold. */
    private static final int MAX_DIGITS = 19;

    private FramingRules() {}

    static Framing ofRequest(Lines lines, ProtocolVersion version) throws Refusal {
        return announced(lines, version, Framing.NONE);
    }

    /** RFC 9112 section 6.3: what announces a body must be right even where there is none. */
    static Framing ofResponse(Lines lines, ProtocolVersion version, int status, String method) throws Refusal {
        Framing announced = announced(lines, version, Framing.UNTIL_CLOSE);
        return method.equals("HEAD") || status < 200 || status == 204 || status == 304 ? Framing.NONE : announced;
    }

    private static Framing announced(Lines lines, ProtocolVersion version, Framing otherwise) throws Refusal {
        Fields fields = lines.fields();
        if (fields.has(FieldName.TRANSFER_ENCODING)) {
            checkCoding(lines, version);
            return Framing.CHUNKED;
        }
        return fields.has(FieldName.CONTENT_LENGTH) ? Framing.Length.of(length(lines)) : otherwise;
    }

    private static void checkCoding(Lines lines, ProtocolVersion version) throws Refusal {
        Fields fields = lines.fields();
        if (fields.has(FieldName.CONTENT_LENGTH)) {
            throw Refusal.syntax("body has both a length and a transfer coding");
        }
        if (version == ProtocolVersion.HTTP_1_0) {
            throw Refusal.syntax("transfer coding in HTTP/1.0");
        }
        int start = fields.valueStart(FieldName.TRANSFER_ENCODING);
        int end = fields.valueEnd(FieldName.TRANSFER_ENCODING);
        if (fields.count(FieldName.TRANSFER_ENCODING) == 1
                && Octets.regionMatches(lines.octets(), start, end, CHUNKED)) {
            return;
        }
        // Known to be framed, but coded in a way that is not known here (RFC 9112 section 6.1).
        var codings = fields.members(FieldName.TRANSFER_ENCODING);
        long chunked = codings.stream()
                .filter(coding -> Fields.sameName(coding, CHUNKED))
                .count();
        if (chunked == 1 && codings.size() > 1 && Fields.sameName(codings.getLast(), CHUNKED)) {
            throw new Refusal(Reason.UNSUPPORTED_TRANSFER_CODING, "transfer coding is not chunked alone");
        }
        throw Refusal.syntax("transfer coding does not end with chunked, once");
    }

    private static long length(Lines lines) throws Refusal {
        Fields fields = lines.fields();
        if (fields.count(FieldName.CONTENT_LENGTH) > 1) {
            throw Refusal.syntax("Content-Length is repeated");
        }
        int start = fields.valueStart(FieldName.CONTENT_LENGTH);
        int end = fields.valueEnd(FieldName.CONTENT_LENGTH);
        if (start == end || end - start > MAX_DIGITS) {
            throw Refusal.syntax("Content-Length is no number of octets");
        }
        long length = 0;
        for (int i = start; i < end; i++) {
            int digit = lines.octets()[i] - '0';
            if (digit < 0 || digit > 9) {
                throw Refusal.syntax("Content-Length has a character that is no digit");
            }
            length = length * 10 + digit;
        }
        if (length < 0) {
            throw Refusal.syntax("Content-Length is no number of octets");
        }
        if (end - start > 1 && lines.octets()[start] == '0') {
            // Some read it as octal: it goes on as the number that was meant.
            fields.set(FieldName.CONTENT_LENGTH, Long.toString(length));
        }
        return length;
    }
}
