package dev.hawser.proxy.http.codec;

import dev.hawser.proxy.http.codec.HeadReader.Lines;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;

/** Which host a request is for (RFC 9112 section 3.2): it must say so once, or the same thing twice. */
final class HostRules {

    /**
     * The longest name of a host (RFC 1035 section 2.3.4: 253 characters and, for the root, a dot) with a port. Looking
     * up longer ones label by label would cost more than a request may.
     */
    private static final int MAX_LENGTH = 254 + ":65535".length();

    private static final int MAX_PORT = 65535;

    /** What may stand in the name of a host beside letters and digits (RFC 3986 section 3.2.2). */
    private static final boolean[] NAME = new boolean[128];

    static {
        for (char c = 0; c < NAME.length; c++) {
            NAME[c] = Character.isLetterOrDigit(c) || "-._~!$&'()*+,;=".indexOf(c) >= 0;
        }
    }

    private HostRules() {}

    static void check(Lines lines, int targetStart, int targetEnd, String method, ProtocolVersion version)
            throws Refusal {
        Fields fields = lines.fields();
        byte[] octets = lines.octets();
        int hosts = fields.count(FieldName.HOST);
        if (hosts > 1) {
            throw Refusal.syntax("Host is repeated");
        }
        if (hosts == 0 && version == ProtocolVersion.HTTP_1_1) {
            throw Refusal.syntax("Host is missing");
        }
        int start = fields.valueStart(FieldName.HOST);
        int end = fields.valueEnd(FieldName.HOST);
        if (start < end && !valid(octets, start, end)) {
            throw Refusal.syntax("Host is not valid");
        }
        boolean origin = octets[targetStart] == '/'
                || (octets[targetStart] == '*' && targetEnd == targetStart + 1 && method.equals("OPTIONS"));
        if (!origin) {
            checkAbsolute(octets, targetStart, targetEnd, start, end);
        }
    }

    /** RFC 9112 section 3.2.2; a target that names another host than Host does could be routed in two ways. */
    private static void checkAbsolute(byte[] octets, int from, int to, int hostStart, int hostEnd) throws Refusal {
        boolean secure = startsWith(octets, from, to, "https://");
        if (!secure && !startsWith(octets, from, to, "http://")) {
            throw Refusal.syntax("request target has no form that a gateway takes");
        }
        int start = from + (secure ? "https://" : "http://").length();
        int end = start;
        while (end < to && octets[end] != '/' && octets[end] != '?') {
            end++;
        }
        if (start == end || !valid(octets, start, end)) {
            throw Refusal.syntax("request target names no valid host");
        }
        if (hostStart >= 0 && !sameAuthority(octets, start, end, hostStart, hostEnd, secure ? 443 : 80)) {
            throw Refusal.syntax("request target and Host name different hosts");
        }
    }

    private static boolean startsWith(byte[] octets, int from, int to, String prefix) {
        return to - from >= prefix.length() && Octets.regionMatches(octets, from, from + prefix.length(), prefix);
    }

    private static boolean sameAuthority(byte[] octets, int from, int to, int otherFrom, int otherTo, int scheme) {
        int end = hostEnd(octets, from, to);
        int otherEnd = hostEnd(octets, otherFrom, otherTo);
        CharSequence other = new AsciiString(octets, otherFrom, otherEnd - otherFrom, false);
        return Octets.regionMatches(octets, from, end, other)
                && port(octets, end, to, scheme) == port(octets, otherEnd, otherTo, scheme);
    }

    /** Whether it is a host that is not empty and an optional port, without user information. */
    private static boolean valid(byte[] octets, int from, int to) {
        int end = hostEnd(octets, from, to);
        if (end == from || to - from > MAX_LENGTH || port(octets, end, to, 0) < 0) {
            return false;
        }
        return octets[from] == '[' ? validAddress(octets, from, end) : validName(octets, from, end);
    }

    /** Where the host ends and the port, if there is one, begins with its colon. */
    private static int hostEnd(byte[] octets, int from, int to) {
        int close = from < to && octets[from] == '[' ? Octets.indexOf(octets, (byte) ']', from, to) : from;
        return Octets.indexOf(octets, (byte) ':', close, to);
    }

    private static boolean validName(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            int octet = octets[i];
            if (octet == '%') {
                if (i + 2 >= to || Character.digit(octets[i + 1], 16) < 0 || Character.digit(octets[i + 2], 16) < 0) {
                    return false;
                }
                i += 2;
            } else if (octet < 0 || !NAME[octet]) {
                return false;
            }
        }
        return true;
    }

    private static boolean validAddress(byte[] octets, int from, int to) {
        if (octets[to - 1] != ']') {
            return false;
        }
        CharSequence address = new AsciiString(octets, from + 1, to - from - 2, false);
        for (int i = 0; i < address.length(); i++) {
            if (address.charAt(i) == '%') {
                return false; // A zone says something on its own machine only.
            }
        }
        return NetUtil.isValidIpV6Address(address);
    }

    /** The port that is written behind the host; -1 for none that there can be. */
    private static int port(byte[] octets, int from, int to, int otherwise) {
        if (to - from <= 1) {
            return otherwise;
        }
        int port = 0;
        for (int i = from + 1; i < to; i++) {
            if (!Octets.isDigit(octets[i]) || port > MAX_PORT) {
                return -1;
            }
            port = port * 10 + octets[i] - '0';
        }
        return port > MAX_PORT ? -1 : port;
    }
}
