package dev.hawser.proxy.http;

import dev.hawser.testing.Http2Field;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A case of {@code src/test/resources/wire/http2.txt}, which says what its lines mean.
 *
 * @param rule the section that it follows from
 * @param content the pieces of content, none of them when the head ends the stream
 * @param outcome a status, {@code refused} or {@code cut}
 * @param checks of what the origin received
 */
record Http2Case(
        String name,
        String rule,
        List<Http2Field> head,
        List<String> content,
        List<Http2Field> trailers,
        String outcome,
        List<String> checks) {

    private static final List<Http2Field> USUAL = List.of(
            new Http2Field(":method", "GET"),
            new Http2Field(":scheme", "http"),
            new Http2Field(":path", "/"),
            new Http2Field(":authority", "h"));

    static List<Http2Case> readAll() {
        try (InputStream in = Http2Case.class.getResourceAsStream("/wire/http2.txt")) {
            if (in == null) {
                throw new IllegalStateException("corpus: no http2.txt (expected: among the resources)");
            }
            List<Http2Case> cases = new ArrayList<>();
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

    private static Http2Case parse(List<String> lines) {
        String[] title = lines.getFirst().substring(2).split(" \\| ", 2);
        List<Http2Field> head = new ArrayList<>();
        List<String> content = new ArrayList<>();
        List<Http2Field> trailers = new ArrayList<>();
        List<String> checks = new ArrayList<>();
        String outcome = "";
        for (String line : lines.subList(1, lines.size())) {
            String rest = line.substring(2);
            switch (line.charAt(0)) {
                case 'h' -> head.addAll(rest.equals("+") ? USUAL : List.of(field(rest)));
                case 'd' -> content.add(WireCase.unescape(rest));
                case 't' -> trailers.add(field(rest));
                case '<' -> outcome = rest;
                case '@' -> checks.add(WireCase.unescape(rest));
                default -> throw new IllegalStateException(title[0] + ": " + line + " (expected: h d t < or @)");
            }
        }
        return new Http2Case(title[0], title[1], head, content, trailers, outcome, checks);
    }

    private static Http2Field field(String line) {
        int middle = line.indexOf(" = ");
        return new Http2Field(
                WireCase.unescape(line.substring(0, middle)), WireCase.unescape(line.substring(middle + 3)));
    }

    @Override
    public String toString() {
        return name + " (" + rule + ")";
    }
}
