package dev.hawser.server.playground.api.rules;

/** What to do about fields that a kind does not have: the {@code fieldValidation} parameter. */
public enum FieldValidation {
    /** Take them out of custom objects, keep them in others, and say nothing. */
    LENIENT,
    /** Turn the object down. What kubectl asks for. */
    STRICT;

    /**
     * Reads the parameter's value.
     *
     * @param text empty for the default, which is not strict
     */
    public static FieldValidation parse(String text) {
        return text.equals("Strict") ? STRICT : LENIENT;
    }
}
