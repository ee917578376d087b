package dev.hawser.testing;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of a message of HTTP/1.1, as it was received.
 *
 * @param text all its lines with their ends, in ISO 8859-1
 */
public record HttpHead(String text) {

    /** The request line or status line. */
    public String startLine() {
        return text.lines().findFirst().orElse("");
    }

    /** The field lines, in order. */
    public List<String> fieldLines() {
        return text.lines().skip(1).filter(line -> !line.isEmpty()).toList();
    }

    /** The values of a field, one for each of its lines; the name's case does not matter. */
    public List<String> fields(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return fieldLines().stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .toList();
    }

    /** The first value of a field. */
    public Optional<String> field(String name) {
        return fields(name).stream().findFirst();
    }

    /** The status of a response; 0 for a request. */
    public int status() {
        String line = startLine();
        return line.startsWith("HTTP/") ? Integer.parseInt(line.split(" ", 3)[1]) : 0;
    }

    /** The method of a request. */
    public String method() {
        return startLine().split(" ", 3)[0];
    }

    /** The target of a request: {@code "/path?query"}. */
    public String target() {
        return startLine().split(" ", 3)[1];
    }
}
