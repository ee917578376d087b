package dev.hawser.proxy.http.codec;

/** The grammar of chunk extensions (RFC 9112 section 7.1.1): {@code *( BWS ";" BWS name [ BWS "=" BWS value ] )}. */
final class ChunkExtensions {

    private final byte[] octets;
    private final int end;
    private int at;

    private ChunkExtensions(byte[] octets, int length) {
        this.octets = octets;
        this.end = length;
    }

    /** Whether these are extensions and nothing else; there are no control characters but tabs among them. */
    static boolean valid(byte[] octets, int length) {
        ChunkExtensions extensions = new ChunkExtensions(octets, length);
        while (extensions.at < length) {
            if (!extensions.extension()) {
                return false;
            }
        }
        return true;
    }

    private boolean extension() {
        if (!mark(';') || !token()) {
            return false;
        }
        int behindName = at;
        if (mark('=')) {
            return (at < end && octets[at] == '"') ? quoted() : token();
        }
        at = behindName;
        return true;
    }

    /** Takes a mark with the white space around it. */
    private boolean mark(char mark) {
        skipBlanks();
        if (at == end || octets[at] != mark) {
            return false;
        }
        at++;
        skipBlanks();
        return true;
    }

    private void skipBlanks() {
        while (at < end && Octets.isBlank(octets[at])) {
            at++;
        }
    }

    private boolean token() {
        int start = at;
        while (at < end && Octets.isToken(octets[at])) {
            at++;
        }
        return at > start;
    }

    private boolean quoted() {
        at++;
        while (at < end && octets[at] != '"') {
            at += octets[at] == '\\' ? 2 : 1;
        }
        at++;
        return at <= end;
    }
}
