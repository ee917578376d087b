package dev.hawser.server.command;

import dev.hawser.kubernetes.NamespacedName;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * A flag of Kong Ingress Controller that is read and checked but changes nothing here, so that its settings can stay as
 * they are.
 *
 * @param name without its dashes
 * @param kind what its values are
 * @param defaultValue Kong Ingress Controller's
 * @param why why it has no effect: half a sentence
 */
record AcceptedFlag(String name, Kind kind, String defaultValue, String why) {

    /** What the values of a flag are. */
    enum Kind {
        SWITCH("true|false"),
        COUNT("N"),
        DURATION("DURATION"),
        NAME("NAMESPACE/NAME"),
        TEXT("TEXT");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    /** The option that accepts it. Its value is the text given, or {@code null}. */
    OptionSpec option() {
        OptionSpec.Builder builder = OptionSpec.builder("--" + name)
                .paramLabel(kind.label)
                .type(String.class)
                .converters(this::checked)
                .description("No effect: " + why + ".")
                .userObject(this);
        return kind == Kind.SWITCH
                ? builder.arity("0..1").fallbackValue("true").build()
                : builder.arity("1").build();
    }

    /** Whether a value asks for something that does not happen, so that it must be said. */
    boolean asksInVain(String value) {
        return kind == Kind.SWITCH ? new Switch().convert(value) : !value.isEmpty() && !value.equals(defaultValue);
    }

    private String checked(String value) {
        try {
            switch (kind) {
                case SWITCH -> new Switch().convert(value);
                case COUNT -> checkCount(value);
                case DURATION -> Durations.parse(value);
                case NAME -> NamespacedName.parse(value);
                case TEXT -> {}
            }
            return value;
        } catch (NumberFormatException e) {
            throw new TypeConversionException(value + " (expected: a number from 0)");
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    private static void checkCount(String value) {
        if (Integer.parseInt(value) < 0) {
            throw new NumberFormatException(value);
        }
    }
}
