package dev.hawser.proxy.http.codec;

import dev.hawser.proxy.http.codec.HeadReader.Lines;
import dev.hawser.proxy.http.codec.MalformedMessage.Reason;
import java.nio.charset.StandardCharsets;

/** Takes apart the first line of a request (RFC 9112 section 3) and checks what its head must obey. */
final class RequestLine {

    static final String VERSION_1_1 = "HTTP/1.1";

    private static final long HTTP_1_1 = word(VERSION_1_1);
    private static final long HTTP_1_0 = word("HTTP/1.0");
    private static final int VERSION_LENGTH = VERSION_1_1.length();
    private static final String[] METHODS = {"GET", "PUT", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"};

    private RequestLine() {}

    private static long word(String text) {
        return Octets.word(text.getBytes(StandardCharsets.US_ASCII), 0);
    }

    static RequestHead parse(Lines lines) throws Refusal {
        byte[] octets = lines.octets();
        int methodEnd = Octets.indexOf(octets, Octets.SP, lines.start(), lines.end());
        int targetEnd = lines.end() - VERSION_LENGTH - 1;
        if (!Octets.isToken(octets, lines.start(), methodEnd)
                || targetEnd <= methodEnd
                || octets[targetEnd] != Octets.SP) {
            throw Refusal.syntax("request line is not a method, a target and a version");
        }
        ProtocolVersion version = version(octets, targetEnd + 1);
        int targetStart = methodEnd + 1;
        if (targetStart >= targetEnd || !Octets.isTarget(octets, targetStart, targetEnd)) {
            throw Refusal.syntax("request target is empty or has a character that none may have");
        }
        String method = method(octets, lines.start(), methodEnd);
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            throw new Refusal(Reason.METHOD_NOT_ALLOWED, "method is not served");
        }
        HostRules.check(lines, targetStart, targetEnd, method, version);
        Framing framing = FramingRules.ofRequest(lines, version);
        return new RequestHead(method, targetStart, targetEnd, version, lines.fields(), framing);
    }

    /** The version that stands there, in eight octets. */
    static ProtocolVersion version(byte[] octets, int at) throws Refusal {
        long version = Octets.word(octets, at);
        if (version == HTTP_1_1) {
            return ProtocolVersion.HTTP_1_1;
        }
        if (version == HTTP_1_0) {
            return ProtocolVersion.HTTP_1_0;
        }
        boolean other = (version & 0xffffffffffL) == (HTTP_1_1 & 0xffffffffffL)
                && Octets.isDigit(octets[at + 5])
                && octets[at + 6] == '.'
                && Octets.isDigit(octets[at + 7]);
        throw other
                ? new Refusal(Reason.UNSUPPORTED_VERSION, "version is not HTTP/1.0 or HTTP/1.1")
                : Refusal.syntax("first line has no version");
    }

    private static String method(byte[] octets, int from, int to) {
        for (String known : METHODS) {
            if (known.length() == to - from && is(octets, from, known)) {
                return known;
            }
        }
        return new String(octets, from, to - from, StandardCharsets.US_ASCII);
    }

    /** Methods are told apart by case (RFC 9110 section 9.1). */
    private static boolean is(byte[] octets, int from, String method) {
        for (int i = 0; i < method.length(); i++) {
            if (octets[from + i] != method.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
