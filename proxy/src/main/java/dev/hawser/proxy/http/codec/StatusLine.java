package dev.hawser.proxy.http.codec;

import dev.hawser.proxy.http.codec.HeadReader.Lines;
import java.nio.charset.StandardCharsets;

/** Takes apart the first line of a response (RFC 9112 section 4) and checks what its head must obey. */
final class StatusLine {

    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int REASON_AT = "HTTP/1.1 200 ".length();

    private StatusLine() {}

    /**
     * @param method the method of the request that the response answers
     * @throws Refusal if the line breaks the grammar, or the head the rules of framing
     */
    static ResponseHead parse(Lines lines, String method) throws Refusal {
        byte[] octets = lines.octets();
        int start = lines.start();
        int length = lines.end() - start;
        // Some servers leave out the space behind the status when there is no reason; it says nothing.
        if (length < REASON_AT - 1
                || octets[start + STATUS_AT - 1] != Octets.SP
                || (length >= REASON_AT && octets[start + REASON_AT - 1] != Octets.SP)) {
            throw Refusal.syntax("status line is not a version, a status and a reason");
        }
        ProtocolVersion version = RequestLine.version(octets, start);
        int status = status(octets, start + STATUS_AT);
        String reason = length <= REASON_AT ? "" : reason(status, octets, start + REASON_AT, lines.end());
        Framing framing = FramingRules.ofResponse(lines, version, status, method);
        return new ResponseHead(status, reason, version, lines.fields(), framing);
    }

    private static int status(byte[] octets, int at) throws Refusal {
        int status = 0;
        for (int i = at; i < at + 3; i++) {
            if (!Octets.isDigit(octets[i])) {
                throw Refusal.syntax("status is not three digits");
            }
            status = status * 10 + octets[i] - '0';
        }
        if (status < 100) {
            throw Refusal.syntax("status is below 100");
        }
        return status;
    }

    private static String reason(int status, byte[] octets, int from, int to) {
        String usual = ReasonPhrases.of(status);
        boolean same = usual.length() == to - from;
        for (int i = 0; same && i < usual.length(); i++) {
            same = octets[from + i] == usual.charAt(i);
        }
        return same ? usual : new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
