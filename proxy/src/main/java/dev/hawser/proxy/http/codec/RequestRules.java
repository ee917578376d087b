package dev.hawser.proxy.http.codec;

import dev.hawser.proxy.http.codec.MalformedMessage.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request's head must obey beyond the grammar of its lines (RFC 9112, RFC 9110). */
final class RequestRules {

    /**
     * The longest name of a host (RFC 1035 section 2.3.4: 253 characters and, for the root, a dot) with a port. Looking
     * up longer ones label by label would cost more than a request may.
     */
    private static final int MAX_AUTHORITY_LENGTH = 254 + ":65535".length();

    private RequestRules() {}

    /** What is wrong with it; {@code null} when nothing is. */
    static @Nullable MalformedMessage check(RequestHead head) {
        MalformedMessage offence = checkTarget(head.method(), head.target());
        if (offence == null) {
            offence = checkHost(head);
        }
        return offence == null ? checkFraming(head) : offence;
    }

    private static @Nullable MalformedMessage checkTarget(String method, String target) {
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            return new MalformedMessage(Reason.METHOD_NOT_ALLOWED, "method is not served");
        }
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                return MalformedMessage.syntax("request target has a character that none may have");
            }
        }
        if (target.startsWith("/") || (target.equals("*") && method.equals("OPTIONS"))) {
            return null;
        }
        int authority = authorityStart(target);
        if (authority < 0 || !validAuthority(target, authority, authorityEnd(target, authority))) {
            return MalformedMessage.syntax("request target has no form that a gateway takes");
        }
        return authority == authorityEnd(target, authority)
                ? MalformedMessage.syntax("request target names no host")
                : null;
    }

    /** Where the authority of an absolute-form target begins; -1 when it has another form. */
    static int authorityStart(String target) {
        if (target.regionMatches(true, 0, "http://", 0, 7)) {
            return 7;
        }
        return target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
    }

    static int authorityEnd(String target, int start) {
        int end = start;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        return end;
    }

    /** RFC 9112 section 3.2: exactly one Host, in every request of HTTP/1.1. */
    private static @Nullable MalformedMessage checkHost(RequestHead head) {
        List<String> hosts = head.fields().all(FieldNames.HOST);
        if (hosts.isEmpty()) {
            return head.version() == ProtocolVersion.HTTP_1_1 ? MalformedMessage.syntax("Host is missing") : null;
        }
        if (hosts.size() > 1) {
            return MalformedMessage.syntax("Host is repeated");
        }
        String host = hosts.getFirst();
        return validAuthority(host, 0, host.length()) ? null : MalformedMessage.syntax("Host is not valid");
    }

    /** Whether it is a host and an optional port (RFC 3986 section 3.2), without user information. */
    private static boolean validAuthority(String text, int start, int end) {
        if (end - start > MAX_AUTHORITY_LENGTH) {
            return false;
        }
        int at = start;
        if (at < end && text.charAt(at) == '[') {
            int close = text.indexOf(']', at);
            if (close < 0 || close >= end) {
                return false;
            }
            for (int i = at + 1; i < close; i++) {
                char c = text.charAt(i);
                if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
                    return false;
                }
            }
            at = close + 1;
        } else {
            while (at < end && hostCharacter(text.charAt(at))) {
                at++;
            }
        }
        return at == end || (text.charAt(at) == ':' && validPort(text, at + 1, end));
    }

    private static boolean hostCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "-._~%!$&'()*+,;=".indexOf(c) >= 0;
    }

    private static boolean validPort(String text, int start, int end) {
        int port = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || port > 65535) {
                return false;
            }
            port = port * 10 + (c - '0');
        }
        return port <= 65535;
    }

    // Netty's decoder takes these two for a handshake of an old draft, with a body of eight bytes that nothing
    // announces.
    private static boolean hiddenBody(Fields fields) {
        return fields.contains("Sec-WebSocket-Key1") && fields.contains("Sec-WebSocket-Key2");
    }

    private static @Nullable MalformedMessage checkFraming(RequestHead head) {
        return hiddenBody(head.fields())
                ? MalformedMessage.syntax("body is not announced")
                : NettyMessages.checkCodings(head.fields());
    }
}
