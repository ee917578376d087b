package dev.hawser.server.playground.api.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The {@code fieldSelector} parameter: {@code field=value,field!=value}, all of which must hold. */
public final class FieldSelector implements Predicate<ObjectNode> {

    private static final Pattern TERM = Pattern.compile("([^=!]+)(==|=|!=)(.*)");
    private static final List<String> ALWAYS = List.of("metadata.name", "metadata.namespace");

    private final List<Predicate<ObjectNode>> terms;

    private FieldSelector(List<Predicate<ObjectNode>> terms) {
        this.terms = terms;
    }

    /**
     * Reads a selector for objects of a kind.
     *
     * @param text empty for a selector that every object passes
     * @throws ApiFailure 400 when the text is no selector, or names a field that this kind cannot be selected by
     */
    public static FieldSelector parse(String text, ResourceKind kind) {
        List<Predicate<ObjectNode>> terms = new ArrayList<>();
        for (String term : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            Matcher matcher = TERM.matcher(term);
            if (!matcher.matches()) {
                throw ApiFailure.badRequest(
                        "invalid selector: '%s' (expected: field=value or field!=value)".formatted(term));
            }
            String field = matcher.group(1);
            String value = matcher.group(3);
            if (!ALWAYS.contains(field) && !kind.selectable().contains(field)) {
                throw ApiFailure.badRequest("field label not supported: " + field);
            }
            terms.add(
                    matcher.group(2).equals("!=")
                            ? object -> !Json.text(object, field).equals(value)
                            : object -> Json.text(object, field).equals(value));
        }
        return new FieldSelector(terms);
    }

    /**
     * Whether an object has the wanted values.
     *
     * @param object in the form its kind serves
     */
    @Override
    public boolean test(ObjectNode object) {
        return terms.stream().allMatch(term -> term.test(object));
    }
}
