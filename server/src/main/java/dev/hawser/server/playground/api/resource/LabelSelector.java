package dev.hawser.server.playground.api.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code labelSelector} parameter: {@code a=b,c!=d,e in (f,g),h notin (i),j,!k}, all of which must hold.
 *
 * <p>Source: Kubernetes' "Labels and selectors", section "Label selectors".
 */
public final class LabelSelector implements Predicate<Map<String, String>> {

    private static final Pattern REQUIREMENT = Pattern.compile("\\s*(?:"
            + "(?<absent>!)\\s*(?<absentKey>[^\\s,=!()]+)"
            + "|(?<key>[^\\s,=!()]+)\\s*(?:"
            + "(?<op>==|=|!=)\\s*(?<value>[^\\s,=!()]*)"
            + "|(?<setOp>in|notin)\\s*\\((?<values>[^()]*)\\)"
            + ")?)\\s*(?:,|$)");

    private final List<Predicate<Map<String, String>>> requirements;

    private LabelSelector(List<Predicate<Map<String, String>>> requirements) {
        this.requirements = requirements;
    }

    /**
     * Reads a selector.
     *
     * @param text empty for a selector that every object passes
     * @throws ApiFailure 400 when the text is no selector
     */
    public static LabelSelector parse(String text) {
        List<Predicate<Map<String, String>>> requirements = new ArrayList<>();
        Matcher matcher = REQUIREMENT.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw ApiFailure.badRequest(
                        "unable to parse requirement: %s (expected: key=value, key!=value, key in (a,b), key or !key)"
                                .formatted(text.substring(at)));
            }
            requirements.add(requirement(matcher));
            at = matcher.end();
        }
        return new LabelSelector(requirements);
    }

    @Override
    public boolean test(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.test(labels));
    }

    private static Predicate<Map<String, String>> requirement(Matcher matcher) {
        if (matcher.group("absent") != null) {
            String key = matcher.group("absentKey");
            return labels -> !labels.containsKey(key);
        }
        String key = matcher.group("key");
        if (matcher.group("op") != null) {
            String value = matcher.group("value");
            // A label that is not there is unequal to everything.
            return matcher.group("op").equals("!=")
                    ? labels -> !value.equals(labels.get(key))
                    : labels -> value.equals(labels.get(key));
        }
        if (matcher.group("setOp") != null) {
            Set<String> values =
                    Set.copyOf(List.of(matcher.group("values").strip().split("\\s*,\\s*", -1)));
            return matcher.group("setOp").equals("in")
                    ? labels -> labels.containsKey(key) && values.contains(labels.get(key))
                    : labels -> !labels.containsKey(key) || !values.contains(labels.get(key));
        }
        return labels -> labels.containsKey(key);
    }
}
