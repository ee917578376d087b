package dev.hawser.server.playground.api.verb;

import dev.hawser.server.playground.api.rules.FieldValidation;

/** How a write is to be carried out. */
public record WriteOptions(Mode mode, FieldValidation fieldValidation) {

    /** Lenient, and kept. */
    public static final WriteOptions PLAIN = new WriteOptions(Mode.COMMIT, FieldValidation.LENIENT);

    /** Whether the result is kept, or only told ({@code dryRun=All}). */
    public enum Mode {
        COMMIT,
        DRY_RUN
    }
}
