package dev.hawser.kubernetes.translate;

import dev.hawser.config.SessionOption;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Problem.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The annotations of one object. A value that cannot be read is a problem of the object and counts as left out.
 *
 * <p>Source: the annotations of Kong Ingress Controller 3.5, which start with {@value #PREFIX} unless another name was
 * in use before.
 */
final class Annotations {

    static final String PREFIX = "konghq.com/";

    private final ObjectKey object;
    private final Map<String, String> values;
    private final Problems problems;

    Annotations(HasMetadata object, Problems problems) {
        this.object = ObjectKey.of(object);
        this.values = of(object);
        this.problems = problems;
    }

    /** All annotations of an object, under their full names. */
    static Map<String, String> of(HasMetadata object) {
        ObjectMeta metadata = object.getMetadata();
        Map<String, String> annotations = metadata == null ? null : metadata.getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }

    /** The value of one of Kong's annotations, without blanks around it; empty when it is left out. */
    Optional<String> text(String name) {
        return exact(PREFIX + name);
    }

    /** The full names of the annotations that start so, in order. */
    List<String> names(String start) {
        return values.keySet().stream()
                .filter(name -> name.startsWith(start))
                .sorted()
                .toList();
    }

    /** The value of any annotation, without blanks around it; empty when it is left out. */
    Optional<String> exact(String fullName) {
        return Optional.ofNullable(values.get(fullName)).map(String::strip);
    }

    /** The parts of a list separated by commas; empty when there is none. */
    List<String> list(String name) {
        return text(name).map(text -> split(text, ",")).orElse(List.of());
    }

    static List<String> split(String text, String separator) {
        return Stream.of(text.split(Pattern.quote(separator)))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    Optional<Boolean> flag(String name) {
        return exactFlag(PREFIX + name);
    }

    Optional<Boolean> exactFlag(String fullName) {
        return exact(fullName).flatMap(text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> {
                refuse(fullName, text, "true or false");
                yield Optional.empty();
            }
        });
    }

    Optional<Integer> number(String name, int min, int max) {
        return text(name).flatMap(text -> {
            try {
                int number = Integer.parseInt(text);
                if (number >= min && number <= max) {
                    return Optional.of(number);
                }
            } catch (NumberFormatException e) {
                // Refused below like a number that is out of range.
            }
            refuse(PREFIX + name, text, "a number from " + min + " to " + max);
            return Optional.empty();
        });
    }

    /** The annotations of Kong's whose name starts so, by the rest of their name. */
    Map<String, String> startingWith(String start) {
        Map<String, String> found = new TreeMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(PREFIX + start)) {
                found.put(name.substring(PREFIX.length() + start.length()), value);
            }
        });
        return found;
    }

    /** The labels to add to the entities made of the object. */
    List<String> tags() {
        return list("tags").stream()
                .filter(tag -> {
                    boolean claimed = SessionOption.claims(tag);
                    boolean taken = !claimed && GatewayRules.takesTag(tag);
                    if (!taken) {
                        refuseText(
                                "tags",
                                tag,
                                claimed
                                        ? "a name that no option of sessions has; they have annotations of their own"
                                        : "printable characters without /");
                    }
                    return taken;
                })
                .toList();
    }

    /** Says that the value of one of Kong's annotations is not taken. */
    void refuseText(String name, String value, String expected) {
        refuse(PREFIX + name, value, expected);
    }

    /** Says that the value of any annotation is not taken. */
    void refuse(String fullName, String value, String expected) {
        problems.add(object, Reason.INVALID_ANNOTATION, fullName + ": \"" + value + "\" (expected: " + expected + ")");
    }

    /** Says that these of Kong's annotations are not supported, when they are there. */
    void refuseUnsupported(List<String> names) {
        for (String name : names) {
            if (values.containsKey(PREFIX + name)) {
                problems.add(object, Reason.UNSUPPORTED, PREFIX + name + ": not supported yet");
            }
        }
    }
}
