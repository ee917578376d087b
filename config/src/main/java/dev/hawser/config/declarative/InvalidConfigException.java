package dev.hawser.config.declarative;

import dev.hawser.config.Violation;
import java.util.List;
import java.util.stream.Collectors;

/** A document is no valid configuration. */
public final class InvalidConfigException extends Exception {

    private static final long serialVersionUID = 1;

    /** Transient, since violations need no serial form. */
    private final transient List<Violation> violations;

    /** Says why; there is at least one violation. */
    InvalidConfigException(List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("\n")));
        this.violations = List.copyOf(violations);
    }

    /** Of a document that is neither YAML nor JSON; lines and columns count from 1. */
    static InvalidConfigException ofSyntax(int line, int column, String reason) {
        return new InvalidConfigException(
                List.of(new Violation("", "line " + line + ", column " + column + ": " + reason)));
    }

    /** Everything that is wrong, in the order of the document as far as possible; never empty. */
    public List<Violation> violations() {
        return violations;
    }
}
