package dev.hawser.kubernetes.manifest;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of one document of several. They are told apart before they are parsed, so that a malformed one does not hide
 * those behind it.
 *
 * @param firstLine the line it begins at, the first of all being 1
 * @param text the text between two separators
 */
record DocumentText(int firstLine, String text) {

    private static final String SEPARATOR = "---";

    static List<DocumentText> split(String text) {
        List<DocumentText> documents = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        int firstLine = 1;
        int line = 0;
        for (String each : text.split("\n", -1)) {
            line++;
            if (isSeparator(each)) {
                add(documents, firstLine, current);
                current = new StringBuilder();
                firstLine = line;
                // What follows on the line belongs to the document; a comment does no harm there.
                each = each.substring(SEPARATOR.length());
            }
            current.append(each).append('\n');
        }
        add(documents, firstLine, current);
        return documents;
    }

    /** Documents of nothing but blanks and comments are not counted. */
    private static void add(List<DocumentText> documents, int firstLine, StringBuilder text) {
        String whole = text.toString();
        boolean blank = whole.lines().map(String::strip).allMatch(line -> line.isEmpty() || line.startsWith("#"));
        if (!blank) {
            documents.add(new DocumentText(firstLine, whole));
        }
    }

    private static boolean isSeparator(String line) {
        return line.startsWith(SEPARATOR)
                && (line.length() == SEPARATOR.length() || Character.isWhitespace(line.charAt(SEPARATOR.length())));
    }
}
