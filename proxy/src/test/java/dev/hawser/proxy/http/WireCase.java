package dev.hawser.proxy.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A case of the wire corpus, {@code src/test/resources/wire}; the files say what their lines mean.
 *
 * @param name its name
 * @param rule the section that it follows from
 * @param sent what is sent, an octet for each character
 * @param method the method that a response answers
 * @param closes whether the sender closes its connection then
 * @param outcome the statuses that come back, and how it ends
 * @param checks what else must be so
 */
public record WireCase(
        String name,
        String rule,
        String sent,
        String method,
        boolean closes,
        List<String> outcome,
        List<String> checks) {

    /** All cases of a file, {@code requests} or {@code responses}. */
    public static List<WireCase> read(String file) {
        try (InputStream in = WireCase.class.getResourceAsStream("/wire/" + file + ".txt")) {
            if (in == null) {
                throw new IllegalStateException("corpus: no " + file + " (expected: requests or responses)");
            }
            List<WireCase> cases = new ArrayList<>();
            for (String block : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n\n", -1)) {
                if (block.startsWith("= ")) {
                    cases.add(parse(block.lines().toList()));
                }
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WireCase parse(List<String> lines) {
        String[] title = lines.getFirst().substring(2).split(" \\| ", 2);
        StringBuilder sent = new StringBuilder();
        String method = "GET";
        boolean closes = false;
        List<String> outcome = List.of();
        List<String> checks = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String rest = unescape(line.substring(2));
            switch (line.charAt(0)) {
                case '>' -> sent.append(rest);
                case '?' -> method = rest;
                case '&' -> closes = true;
                case '<' -> outcome = List.of(rest.split(" ", -1));
                case '@' -> checks.add(rest);
                default -> throw new IllegalStateException(title[0] + ": " + line + " (expected: > ? & < or @)");
            }
        }
        return new WireCase(title[0], title[1], sent.toString(), method, closes, outcome, checks);
    }

    static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char kind = text.charAt(at++);
            switch (kind) {
                case 'r' -> plain.append('\r');
                case 'n' -> plain.append('\n');
                case 't' -> plain.append('\t');
                case 's' -> plain.append(' ');
                case '\\' -> plain.append('\\');
                case 'x' -> {
                    plain.append((char) Integer.parseInt(text, at, at + 2, 16));
                    at += 2;
                }
                case '{' -> {
                    int end = text.indexOf('}', at);
                    plain.repeat(text.charAt(at), Integer.parseInt(text, at + 2, end, 10));
                    at = end + 1;
                }
                default -> throw new IllegalStateException("escape: " + kind + " (expected: r n t s \\ x or {)");
            }
        }
        return plain.toString();
    }

    public byte[] octets() {
        return sent.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The statuses that come back. */
    public List<Integer> statuses() {
        return outcome.stream()
                .filter(word -> Character.isDigit(word.charAt(0)))
                .map(Integer::valueOf)
                .toList();
    }

    /** Whether the last word of the outcome is this. */
    public boolean ends(String word) {
        return outcome.getLast().equals(word);
    }

    @Override
    public String toString() {
        return name + " (" + rule + ")";
    }
}
