package dev.hawser.proxy.http.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A chunked body as RFC 9112 section 7.1 defines it, as a regular expression for each line: slow and plain, and nothing in
 * common with what it is compared with but the limits.
 */
final class ChunkGrammar {

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
    private static final String QUOTED = "\"(?:[\t !#-\\[\\]-~\\x80-\\xff]|\\\\[\t -~\\x80-\\xff])*+\"";
    private static final String BLANKS = "[\t ]*+";
    private static final String EXTENSION =
            BLANKS + ";" + BLANKS + TOKEN + "(?:" + BLANKS + "=" + BLANKS + "(?:" + TOKEN + "|" + QUOTED + "))?";
    private static final Pattern SIZE_LINE = Pattern.compile("(([0-9A-Fa-f]{1,16})(?:" + EXTENSION + ")*+)\r\n");
    private static final Pattern TRAILER = Pattern.compile("(" + TOKEN + "):[\t -~\\x80-\\xff]*+\r\n");
    private static final Pattern HEAD_ONLY =
            Pattern.compile("content-length|transfer-encoding|host", Pattern.CASE_INSENSITIVE);

    /**
     * A whole body.
     *
     * @param content what was in the chunks
     * @param trailers how many trailer fields there are
     * @param end how many octets it has with its framing
     */
    record Body(String content, int trailers, int end) {}

    private ChunkGrammar() {}

    /** The body that the octets begin with; {@code null} when there is none that is whole. */
    static @Nullable Body parse(byte[] octets) {
        String text = new String(octets, ISO_8859_1);
        StringBuilder content = new StringBuilder();
        Matcher line = SIZE_LINE.matcher(text);
        int at = 0;
        while (line.region(at, text.length()).lookingAt() && line.group(1).length() <= ChunkFraming.MAX_LINE) {
            long size = Long.parseUnsignedLong(line.group(2), 16);
            at = line.end();
            if (size == 0) {
                return trailers(text, at, content.toString());
            }
            if (size < 0 || size > text.length() - at - 2 || !text.startsWith("\r\n", at + (int) size)) {
                return null;
            }
            content.append(text, at, at + (int) size);
            at += (int) size + 2;
        }
        return null;
    }

    private static @Nullable Body trailers(String text, int start, String content) {
        Matcher line = TRAILER.matcher(text);
        int at = start;
        int count = 0;
        while (line.region(at, text.length()).lookingAt()) {
            if (HEAD_ONLY.matcher(line.group(1)).matches()) {
                return null;
            }
            at = line.end();
            count++;
        }
        boolean whole = text.startsWith("\r\n", at)
                && count <= HeadLimits.DEFAULT_FIELDS
                && at - start <= HeadLimits.DEFAULT_FIELDS_BYTES;
        return whole ? new Body(content, count, at + 2) : null;
    }
}
